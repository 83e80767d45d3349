package dev.naru.record;

/** Whose clock the timestamps of a topic, and of a batch, come from: {@code message.timestamp.type}. */
public enum TimestampType {
    /** The producer's; each record has its own. */
    CREATE_TIME("CreateTime"),
    /** The leader's at the append; one for the whole batch, kept in its max timestamp. */
    LOG_APPEND_TIME("LogAppendTime");

    private final String configName;

    TimestampType(String configName) {
        this.configName = configName;
    }

    /** The name it has as the value of {@code message.timestamp.type}. */
    public String configName() {
        return configName;
    }
}
