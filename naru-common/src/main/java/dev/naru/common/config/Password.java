package dev.naru.common.config;

/** A secret value; it prints as {@code [hidden]}, so that it cannot reach a log by accident. */
public record Password(String value) {
    @Override
    public String toString() {
        return "[hidden]";
    }
}
