package dev.naru.metadata;

import dev.naru.protocol.metadata.ConfigRecord;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What changes about the settings.
 *
 * <p>Threading: confined to whoever replays; read by everybody afterwards.
 */
public final class ConfigsDelta {
    private final ConfigsImage base;
    private final Map<ConfigResource, SortedMap<String, String>> changed = new TreeMap<>();

    ConfigsDelta(ConfigsImage base) {
        this.base = base;
    }

    /** Resources whose settings differ. */
    public Set<ConfigResource> changed() {
        return Collections.unmodifiableSet(changed.keySet());
    }

    void replay(ConfigRecord record) {
        ConfigResourceType type = ConfigResourceType.byId(record.resourceType());
        if (type == null) {
            throw new MetadataException("a setting belongs to a resource of the unknown type " + record.resourceType());
        }
        ConfigResource resource = new ConfigResource(type, record.resourceName());
        SortedMap<String, String> settings = changed.computeIfAbsent(resource, key -> new TreeMap<>(base.of(key)));
        String value = record.value();
        if (value == null) {
            settings.remove(record.name());
        } else {
            settings.put(record.name(), value);
        }
    }

    void removeTopic(String name) {
        ConfigResource topic = ConfigResource.topic(name);
        if (changed.containsKey(topic) || !base.of(topic).isEmpty()) {
            changed.put(topic, new TreeMap<>());
        }
    }

    ConfigsImage apply() {
        ConfigsImage image = base;
        for (Map.Entry<ConfigResource, SortedMap<String, String>> change : changed.entrySet()) {
            image = image.with(change.getKey(), change.getValue());
        }
        return image;
    }
}
