package dev.naru.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.group.GroupRecordType;
import dev.naru.protocol.metadata.MetadataRecordType;
import dev.naru.protocol.share.ShareRecordType;
import dev.naru.protocol.transaction.TransactionRecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/PROTOCOL.md} says what was generated. With {@code -Dnaru.rewrite=true} the page is written anew. */
class ProtocolPageTest {
    private static final String TABLES = "<!-- tables: written by ProtocolPageTest -->\n";
    private static final Path PAGE = Path.of(System.getProperty("naru.root"), "docs", "PROTOCOL.md");

    @Test
    void listsEveryKeyAndRecordWithItsVersions() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(TABLES) + TABLES.length()) + tables();
        if (Boolean.getBoolean("naru.rewrite")) {
            Files.writeString(PAGE, expected);
            return;
        }
        assertThat(page)
                .as("run with -Dnaru.rewrite=true, then read the difference")
                .isEqualTo(expected);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        text.append("\n## Requests and responses\n\n")
                .append("| key | request | versions | flexible from | served by Kafka's |\n|---:|---|---|---|---|\n");
        for (ApiKey key : ApiKey.values()) {
            text.append("| %d | %s | %s | %s | %s |\n"
                    .formatted(key.id(), key.name(), versions(key), flexible(key), servers(key)));
        }
        text.append("\n## Metadata records\n\n| type | record | versions |\n|---:|---|---|\n");
        for (MetadataRecordType type : MetadataRecordType.values()) {
            row(text, type.id(), type.name(), versions(type.newRecord()));
        }
        text.append("\n## Records of `__consumer_offsets`\n\n")
                .append("| type | record | value versions |\n|---:|---|---|\n");
        for (GroupRecordType type : GroupRecordType.values()) {
            row(text, type.id(), type.name(), versions(type.newValue()));
        }
        text.append("\n## Records of `__transaction_state`\n\n")
                .append("| type | record | value versions |\n|---:|---|---|\n");
        for (TransactionRecordType type : TransactionRecordType.values()) {
            row(text, type.id(), type.name(), versions(type.newValue()));
        }
        text.append("\n## Records of `__share_group_state`\n\n")
                .append("| type | record | value versions |\n|---:|---|---|\n");
        for (ShareRecordType type : ShareRecordType.values()) {
            row(text, type.id(), type.name(), versions(type.newValue()));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, int id, String name, String versions) {
        text.append("| %d | %s | %s |\n".formatted(id, name, versions));
    }

    private static String versions(ApiKey key) {
        if (key.lowestVersion() > key.highestVersion()) {
            return "withdrawn";
        }
        String range = range(key.lowestVersion(), key.highestVersion());
        boolean unstable = key.highestStableVersion() < key.highestVersion();
        return unstable ? range + " (" + key.highestVersion() + " not stable)" : range;
    }

    private static String versions(ApiMessage message) {
        return range(message.lowestVersion(), message.highestVersion());
    }

    private static String range(short lowest, short highest) {
        return lowest == highest ? Short.toString(lowest) : lowest + "–" + highest;
    }

    private static String flexible(ApiKey key) {
        for (short version = key.lowestVersion(); version <= key.highestVersion(); version++) {
            if (key.isFlexible(version)) {
                return Short.toString(version);
            }
        }
        return "–";
    }

    private static String servers(ApiKey key) {
        if (key.isOnBroker()) {
            return key.isOnController() ? "brokers, controllers" : "brokers";
        }
        return key.isOnController() ? "controllers" : "–";
    }
}
