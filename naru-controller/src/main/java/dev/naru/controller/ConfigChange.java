package dev.naru.controller;

import dev.naru.metadata.ConfigResource;
import java.util.List;

/**
 * Changes of the settings of one resource, all or none.
 *
 * @param othersGo also takes away every setting that is not named, as the older of the two APIs wants it
 */
public record ConfigChange(ConfigResource resource, List<ConfigEdit> edits, boolean othersGo) {}
