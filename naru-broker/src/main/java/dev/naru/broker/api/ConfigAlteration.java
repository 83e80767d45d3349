package dev.naru.broker.api;

import dev.naru.controller.AlterConfigs;
import dev.naru.controller.ConfigChange;
import dev.naru.controller.ConfigEdit;
import dev.naru.controller.Result;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.ConfigResourceType;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the two APIs that change settings have in common: each resource is changed wholly or not at all, whatever becomes of
 * the others; one that is named twice is INVALID_REQUEST both times.
 *
 * <p>Threading: confined to the request's loop.
 */
final class ConfigAlteration {
    private final boolean othersGo;
    private final BrokerLoggers loggers;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Integer> countByResource = new HashMap<>();

    /** @param othersGo whether settings that are not named go */
    ConfigAlteration(boolean othersGo, BrokerLoggers loggers) {
        this.othersGo = othersGo;
        this.loggers = loggers;
    }

    /** What is to become of one resource, and then what has. */
    static final class Item {
        private final byte type;
        private final String name;
        private final List<ConfigEdit> edits;
        private ErrorCode error = ErrorCode.NONE;
        private @Nullable String message;

        private Item(byte type, String name, List<ConfigEdit> edits) {
            this.type = type;
            this.name = name;
            this.edits = edits;
        }

        byte type() {
            return type;
        }

        String name() {
            return name;
        }

        ErrorCode error() {
            return error;
        }

        @Nullable
        String message() {
            return message;
        }

        private void fail(ErrorCode newError, String newMessage) {
            error = newError;
            message = newMessage;
        }
    }

    /** Adds a resource; a null edit is one whose operation does not exist. */
    void add(byte type, String name, List<@Nullable ConfigEdit> edits) {
        Item item = new Item(type, name, new ArrayList<>());
        items.add(item);
        countByResource.merge(type + ":" + name, 1, Integer::sum);
        for (ConfigEdit edit : edits) {
            if (edit == null) {
                item.fail(ErrorCode.INVALID_REQUEST, "A setting is to be changed in a way that does not exist.");
            } else {
                item.edits.add(edit);
            }
        }
    }

    /** Has it decided; {@code done} gets every item in the order they were added. */
    void run(ControllerGateway controller, RequestContext context, boolean validateOnly, Consumer<List<Item>> done) {
        List<Item> pending = new ArrayList<>();
        List<ConfigChange> changes = new ArrayList<>();
        for (Item item : items) {
            ConfigResourceType type = ConfigResourceType.byId(item.type);
            if (countByResource.getOrDefault(item.type + ":" + item.name, 0) > 1) {
                item.fail(ErrorCode.INVALID_REQUEST, "The same resource is named twice.");
            } else if (type == null) {
                item.fail(ErrorCode.INVALID_REQUEST, "There is no resource of type " + item.type + ".");
            } else if (type == ConfigResourceType.BROKER_LOGGER) {
                alterLoggers(item, validateOnly);
            } else if (item.error == ErrorCode.NONE) {
                pending.add(item);
                changes.add(new ConfigChange(new ConfigResource(type, item.name), item.edits, othersGo));
            }
        }
        if (changes.isEmpty()) {
            done.accept(items);
            return;
        }
        controller.submit(
                new AlterConfigs(changes, validateOnly),
                context,
                results -> {
                    for (int index = 0; index < pending.size(); index++) {
                        if (results.get(index) instanceof Result.Refused<ConfigResource> refused) {
                            pending.get(index).fail(ErrorCodes.of(refused.error()), refused.message());
                        }
                    }
                    done.accept(items);
                },
                error -> {
                    pending.forEach(item -> item.fail(error, error.message()));
                    done.accept(items);
                });
    }

    private void alterLoggers(Item item, boolean validateOnly) {
        if (othersGo) {
            item.fail(ErrorCode.INVALID_REQUEST, "Levels of loggers are changed with IncrementalAlterConfigs.");
        } else if (item.error == ErrorCode.NONE) {
            BrokerLoggers.Outcome outcome = loggers.alter(item.name, item.edits, validateOnly);
            item.error = outcome.error();
            item.message = outcome.message();
        }
    }
}
