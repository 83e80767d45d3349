package dev.naru.common.config;

/** Where a value was set; the first of these that has one wins. */
public enum ConfigSource {
    /** {@code --set key=value} on the command line. */
    COMMAND_LINE,
    /** An environment variable such as {@code NARU_LOG_RETENTION_MS}. */
    ENVIRONMENT,
    /** The properties file. */
    FILE,
    /** Nowhere: the key's own default. */
    DEFAULT
}
