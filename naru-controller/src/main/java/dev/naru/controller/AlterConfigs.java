package dev.naru.controller;

import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigType;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.protocol.PersistedRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes settings of topics and brokers. The answer has one result for each resource, in the order they were named; the
 * changes of one resource happen all or not at all.
 *
 * @param validateOnly only says what would be
 */
public record AlterConfigs(List<ConfigChange> changes, boolean validateOnly)
        implements Operation<List<Result<ConfigResource>>> {
    @Override
    public Decision<List<Result<ConfigResource>>> decide(ClusterImage image, DecisionContext context) {
        ConfigRules rules = new ConfigRules(context.config());
        List<PersistedRecord> records = new ArrayList<>();
        List<Result<ConfigResource>> results = new ArrayList<>();
        RecordBudget budget = new RecordBudget();
        for (ConfigChange change : changes) {
            try {
                List<PersistedRecord> changed = alter(change, image, rules);
                budget.take(changed);
                records.addAll(changed);
                results.add(Result.ok(change.resource()));
            } catch (RefusedException e) {
                results.add(e.toResult());
            }
        }
        return new Decision<>(validateOnly ? List.of() : records, results);
    }

    private static List<PersistedRecord> alter(ConfigChange change, ClusterImage image, ConfigRules rules)
            throws RefusedException {
        ConfigResource resource = change.resource();
        rules.checkResource(resource, image);
        Map<String, String> before = image.settings(resource);
        SortedMap<String, String> after = change.othersGo() ? new TreeMap<>() : new TreeMap<>(before);
        Set<String> named = new HashSet<>();
        for (ConfigEdit edit : change.edits()) {
            if (!named.add(edit.name())) {
                throw invalid("The setting " + edit.name() + " is named twice for the same resource.");
            }
            apply(edit, after, rules.find(resource, edit.name()));
        }
        rules.check(resource, before, after);
        return difference(resource, before, after);
    }

    private static void apply(ConfigEdit edit, SortedMap<String, String> settings, @Nullable ConfigKey<?> key)
            throws RefusedException {
        if (edit.kind() == ConfigEdit.Kind.DELETE) {
            settings.remove(edit.name());
            return;
        }
        String value = edit.value();
        if (value == null) {
            throw invalid("The setting " + edit.name() + " is given without a value.");
        }
        if (edit.kind() == ConfigEdit.Kind.SET) {
            settings.put(edit.name(), value);
            return;
        }
        if (key == null || key.type().name() != ConfigType.Name.LIST) {
            throw new RefusedException(
                    ControllerError.INVALID_CONFIG, edit.kind() + " needs a list, and " + edit.name() + " is none.");
        }
        String current = settings.get(edit.name());
        Set<String> elements = elements(current == null ? String.valueOf(key.defaultText()) : current);
        if (edit.kind() == ConfigEdit.Kind.APPEND) {
            elements.addAll(elements(value));
        } else {
            elements.removeAll(elements(value));
        }
        settings.put(edit.name(), String.join(",", elements));
    }

    private static Set<String> elements(String text) {
        Set<String> elements = new LinkedHashSet<>();
        if (!text.isBlank()) {
            for (String element : text.split(",", -1)) {
                elements.add(element.trim());
            }
        }
        return elements;
    }

    private static List<PersistedRecord> difference(
            ConfigResource resource, Map<String, String> before, SortedMap<String, String> after) {
        List<PersistedRecord> records = new ArrayList<>();
        for (String name : before.keySet()) {
            if (!after.containsKey(name)) {
                records.add(ConfigRules.record(resource, name, null));
            }
        }
        after.forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                records.add(ConfigRules.record(resource, name, value));
            }
        });
        return records;
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(ControllerError.INVALID_REQUEST, message);
    }
}
