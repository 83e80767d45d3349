package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsTextToTheLeftAndNumbersToTheRight() {
        Table table = new Table("TOPIC", "PARTITIONS");
        table.row("orders", 6);
        table.row("a", 1200);

        assertThat(table.lines()).containsExactly("TOPIC   PARTITIONS", "orders           6", "a             1200");
    }

    @Test
    void withoutRowsPrintsNothing() {
        assertThat(new Table("TOPIC").lines()).isEmpty();
    }
}
