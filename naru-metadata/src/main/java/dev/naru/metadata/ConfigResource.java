package dev.naru.metadata;

import java.util.Comparator;

/** What a setting belongs to. The broker of the empty name stands for all brokers. */
public record ConfigResource(ConfigResourceType type, String name) implements Comparable<ConfigResource> {
    /** Settings of all brokers. */
    public static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResourceType.BROKER, "");

    private static final Comparator<ConfigResource> ORDER =
            Comparator.comparing(ConfigResource::type).thenComparing(ConfigResource::name);

    /** Settings of a topic. */
    public static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResourceType.TOPIC, name);
    }

    /** Settings of one broker. */
    public static ConfigResource broker(int id) {
        return new ConfigResource(ConfigResourceType.BROKER, Integer.toString(id));
    }

    /** Settings of a group. */
    public static ConfigResource group(String name) {
        return new ConfigResource(ConfigResourceType.GROUP, name);
    }

    @Override
    public int compareTo(ConfigResource other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return type + " '" + name + "'";
    }
}
