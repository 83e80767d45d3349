package dev.naru.common.config;

/** Configuration that cannot be used. The message is for the operator: which key, which value, what is allowed. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a message for the operator. */
    public ConfigException(String message) {
        super(message);
    }

    ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
