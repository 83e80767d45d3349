package dev.naru.protocol.generator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the protocol's classes. The first argument is the folder to write to, each further one is {@code
 * package=folder}: a sub-package of {@code dev.naru.protocol} and the folder its schemas are in. Requests and responses
 * also yield the table of API keys, persisted records a table of their types.
 *
 * <p>Threading: confined to the build.
 */
public final class Main {
    private static final String PROTOCOL_PACKAGE = "dev.naru.protocol";

    private final OutputFolder output;
    private final SchemaReader reader = new SchemaReader();

    private Main(OutputFolder output) {
        this.output = output;
    }

    /** Runs the generator. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("usage: OUTPUT PACKAGE=SCHEMAS...");
        }
        Main generator = new Main(new OutputFolder(Path.of(arguments[0])));
        for (int i = 1; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            generator.generate(parts[0], Path.of(parts[1]));
        }
        generator.output.deleteWhatWasNotWritten();
    }

    private void generate(String family, Path schemas) throws IOException {
        String packageName = PROTOCOL_PACKAGE + "." + family;
        List<MessageSchema> messages = reader.readFolder(schemas);
        for (MessageSchema message : messages) {
            if (!message.versions().isEmpty()) {
                output.write(new MessageClass(packageName, message).source());
            }
        }
        if (messages.stream().anyMatch(MessageSchema::isRequest)) {
            output.write(new ApiKeyEnum(PROTOCOL_PACKAGE, messages).source());
        } else {
            output.write(new RecordTypeEnum(packageName, family, messages).source());
        }
        writePackageInfo(family, packageName);
    }

    private void writePackageInfo(String family, String packageName) throws IOException {
        String what = family.equals("message")
                ? "The requests and responses of the Kafka protocol, their headers, and data embedded in them."
                : "The " + family + " records that Kafka persists.";
        String text = """
                /** %s All generated from Kafka's schemas: never edited. */
                @NullMarked
                package %s;

                import org.jspecify.annotations.NullMarked;
                """;
        output.write(packageName, "package-info", text.formatted(what, packageName));
    }
}
