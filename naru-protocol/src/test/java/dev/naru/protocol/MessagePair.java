package dev.naru.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.Schema;

/**
 * A generated class of Naru's and the class of the same message that Kafka's own generator wrote.
 *
 * <p>Threading: immutable.
 */
record MessagePair(Class<? extends ApiMessage> ours, Class<? extends Message> official) {
    private static final Map<String, String> OFFICIAL_PACKAGES = Map.of(
            "message", "org.apache.kafka.common.message.",
            "metadata", "org.apache.kafka.common.metadata.",
            "group", "org.apache.kafka.coordinator.group.generated.",
            "transaction", "org.apache.kafka.coordinator.transaction.generated.",
            "share", "org.apache.kafka.coordinator.share.generated.");

    /** All messages that were generated, found as class files: none can be forgotten. */
    static List<MessagePair> all() {
        List<MessagePair> pairs = new ArrayList<>();
        for (String family : OFFICIAL_PACKAGES.keySet().stream().sorted().toList()) {
            for (String name : classNames(family)) {
                Class<?> candidate = classOf("dev.naru.protocol." + family + "." + name);
                if (ApiMessage.class.isAssignableFrom(candidate)) {
                    pairs.add(new MessagePair(
                            candidate.asSubclass(ApiMessage.class), officialOf(OFFICIAL_PACKAGES.get(family), name)));
                }
            }
        }
        return pairs;
    }

    private static Class<? extends Message> officialOf(String packageName, String name) {
        boolean hasSuffix = name.endsWith("Request") || name.endsWith("Response") || name.endsWith("Header");
        return classOf(packageName + name + (hasSuffix ? "Data" : "")).asSubclass(Message.class);
    }

    private static List<String> classNames(String family) {
        try {
            Path root = Path.of(ApiMessage.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(root.resolve("dev/naru/protocol/" + family))) {
                return files.map(file -> file.getFileName().toString().replace(".class", ""))
                        .filter(name -> !name.contains("$") && !name.equals("package-info"))
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> classOf(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class " + name, e);
        }
    }

    ApiMessage newOurs() {
        return Reflection.newInstance(ours);
    }

    Message newOfficial() {
        return Reflection.newInstance(official);
    }

    /** The versions both sides must have. */
    List<Short> versions() {
        ApiMessage message = newOurs();
        List<Short> versions = new ArrayList<>();
        for (int version = message.lowestVersion(); version <= message.highestVersion(); version++) {
            versions.add((short) version);
        }
        return versions;
    }

    static Schema schemaOf(Class<?> official, short version) {
        Schema schema = Reflection.<Schema[]>constant(official, "SCHEMAS")[version];
        return java.util.Objects.requireNonNull(schema, official + " has no version " + version);
    }

    byte[] encodeOurs(ApiMessage message, short version) {
        return MessageParts.bytes(message, version);
    }

    byte[] encodeOfficial(Message message, short version) {
        ByteBuffer buffer = MessageUtil.toByteBufferAccessor(message, version).buffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    ApiMessage decodeOurs(byte[] bytes, short version) {
        ApiMessage message = newOurs();
        MessageReader reader = new MessageReader(ByteBuffer.wrap(bytes));
        message.read(reader, version);
        if (reader.remaining() != 0) {
            throw new IllegalStateException(reader.remaining() + " bytes were not read");
        }
        return message;
    }

    Message decodeOfficial(byte[] bytes, short version) {
        Message message = newOfficial();
        message.read(new ByteBufferAccessor(ByteBuffer.wrap(bytes)), version);
        return message;
    }

    @Override
    public String toString() {
        return ours.getSimpleName();
    }
}
