package dev.naru.protocol.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsASchemaWithComments() throws IOException {
        MessageSchema message = read("""
                // A comment before
                {
                  "apiKey": 7, "type": "request", "listeners": ["broker"], "name": "ShipRequest",
                  // and one inside
                  "validVersions": "1-3", "flexibleVersions": "2+",
                  "fields": [
                    { "name": "Harbours", "type": "[]Harbour", "versions": "0+", "about": "Where to.", "fields": [
                      { "name": "Name", "type": "string", "versions": "0+", "mapKey": true },
                      { "name": "Berth", "type": "Berth", "versions": "2+" } ]},
                    { "name": "Depth", "type": "int32", "versions": "3+", "taggedVersions": "3+", "tag": 0,
                      "default": "-1", "ignorable": true } ],
                  "commonStructs": [
                    { "name": "Berth", "versions": "2+", "fields": [
                      { "name": "Number", "type": "uint16", "versions": "2+" } ]} ]
                }
                """);

        assertThat(message.apiKey()).hasValue(7);
        assertThat(message.versions()).isEqualTo(new Versions(1, 3));
        assertThat(message.structs()).extracting(StructSchema::name).containsExactly("Berth", "Harbour");
        assertThat(message.structs().get(0).versions()).isEqualTo(new Versions(2, 3));
        FieldSchema depth = message.root().fields().get(1);
        assertThat(depth.tag()).hasValue(0);
        assertThat(new JavaField(depth).initializer()).isEqualTo(" = -1");
        assertThat(new JavaField(depth).isSet()).isEqualTo("this.depth != -1");
    }

    @Test
    void tellsABareNullFromANullDefault() throws IOException {
        MessageSchema message = read("""
                { "type": "data", "name": "Cargo", "validVersions": "0", "flexibleVersions": "none", "fields": [
                  { "name": "A", "type": "[]int32", "versions": "0+", "nullableVersions": "0+", "default": null },
                  { "name": "B", "type": "[]int32", "versions": "0+", "nullableVersions": "0+", "default": "null" } ]}
                """);

        assertThat(new JavaField(message.root().fields().get(0)).initializer()).isEqualTo(" = List.of()");
        assertThat(new JavaField(message.root().fields().get(1)).initializer()).isEmpty();
    }

    @Test
    void refusesAStatementItDoesNotKnow() {
        assertThatThrownBy(() -> read("""
                        { "type": "data", "name": "Cargo", "validVersions": "0", "flexibleVersions": "none", "fields": [
                          { "name": "A", "type": "int32", "versions": "0+", "compressed": true } ]}
                        """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot understand schema Schema.json")
                .hasRootCauseMessage("statements this generator does not know: [compressed]");
    }

    @Test
    void refusesWhatTheGeneratedCodeCannotSay() {
        assertThatThrownBy(() -> read("""
                        { "type": "data", "name": "Cargo", "validVersions": "0-1", "flexibleVersions": "0+", "fields": [
                          { "name": "A", "type": "int32", "versions": "0+", "taggedVersions": "1+", "tag": 0 } ]}
                        """)).hasRootCauseMessage("A: tagged in some versions only");
    }

    @Test
    void turnsNamesIntoConstants() {
        assertThat(MessageSchema.constantName("ApiVersions")).isEqualTo("API_VERSIONS");
        assertThat(MessageSchema.constantName("KRaftVersion")).isEqualTo("K_RAFT_VERSION");
        assertThat(MessageSchema.constantName("OffsetForLeaderEpoch")).isEqualTo("OFFSET_FOR_LEADER_EPOCH");
    }

    private MessageSchema read(String json) throws IOException {
        Files.writeString(folder.resolve("Schema.json"), json);
        return new SchemaReader().readFolder(folder).get(0);
    }
}
