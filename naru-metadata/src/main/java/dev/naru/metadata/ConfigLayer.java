package dev.naru.metadata;

import org.jspecify.annotations.Nullable;

/** One place that has a value for a key: under which name, which text, who set it. A secret's text is null. */
public record ConfigLayer(String name, @Nullable String text, ConfigOrigin origin) {}
