package dev.naru.client.admin;

/**
 * What has settings.
 *
 * @param type its kind
 * @param name a topic's name, or a broker's id; empty for what holds for all brokers
 */
public record ConfigResource(Type type, String name) {
    /** The kinds of things with settings. */
    public enum Type {
        /** A topic, by name. */
        TOPIC((byte) 2),
        /** A broker, by id. */
        BROKER((byte) 4);

        private final byte code;

        Type(byte code) {
            this.code = code;
        }

        byte code() {
            return code;
        }
    }

    public static ConfigResource topic(String name) {
        return new ConfigResource(Type.TOPIC, name);
    }

    public static ConfigResource broker(int brokerId) {
        return new ConfigResource(Type.BROKER, Integer.toString(brokerId));
    }

    /** What holds for every broker that has no setting of its own. */
    public static ConfigResource allBrokers() {
        return new ConfigResource(Type.BROKER, "");
    }

    @Override
    public String toString() {
        String kind = type == Type.TOPIC ? "topic " : "broker ";
        return name.isEmpty() ? "all brokers" : kind + name;
    }
}
