package dev.naru.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Many things of one kind: for people a {@link Table}, for programs one JSON object on a line for each.
 *
 * <p>Threading: confined to one thread.
 */
final class Listing {
    private final boolean json;
    private final Table table;
    private final List<String> objects = new ArrayList<>();

    Listing(boolean json, String... header) {
        this.json = json;
        this.table = new Table(header);
    }

    /** One of them. */
    void add(Json.Fields fields, Object... cells) throws IOException {
        if (json) {
            objects.add(Json.object(fields));
        } else {
            table.row(cells);
        }
    }

    List<String> lines() {
        return json ? objects : table.lines();
    }
}
