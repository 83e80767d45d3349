package dev.naru.common.config;

/** What a number in the configuration counts. */
public enum ConfigUnit {
    /** Nothing: text, a flag, a plain count. */
    NONE(""),
    /** Milliseconds. */
    MILLISECONDS("ms"),
    /** Seconds. */
    SECONDS("s"),
    /** Minutes. */
    MINUTES("minutes"),
    /** Hours. */
    HOURS("hours"),
    /** Bytes. */
    BYTES("bytes"),
    /** Records. */
    RECORDS("records");

    private final String symbol;

    ConfigUnit(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written after a number; empty for {@link #NONE}. */
    public String symbol() {
        return symbol;
    }
}
