package dev.naru.coordinator.group.consumer;

import java.util.List;

/**
 * The topics a regular expression stood for when it was last looked up.
 *
 * @param topics sorted
 * @param version how far the metadata log was read then
 * @param timestampMs when that was
 *
 * <p>Threading: immutable.
 */
record ResolvedRegex(List<String> topics, long version, long timestampMs) {}
