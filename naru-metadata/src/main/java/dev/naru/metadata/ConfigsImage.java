package dev.naru.metadata;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;

/**
 * All settings that were made while the cluster ran, by what they belong to.
 *
 * <p>Threading: immutable.
 */
public record ConfigsImage(SortedTree<ConfigResource, SortedMap<String, String>> byResource) {
    static final ConfigsImage EMPTY = new ConfigsImage(SortedTree.empty());

    /** The settings of this resource, sorted by name; empty if there are none. */
    public Map<String, String> of(ConfigResource resource) {
        SortedMap<String, String> settings = byResource.get(resource);
        return settings == null ? Map.of() : settings;
    }

    ConfigsImage with(ConfigResource resource, SortedMap<String, String> settings) {
        return new ConfigsImage(
                settings.isEmpty()
                        ? byResource.without(resource)
                        : byResource.with(resource, Collections.unmodifiableSortedMap(settings)));
    }
}
