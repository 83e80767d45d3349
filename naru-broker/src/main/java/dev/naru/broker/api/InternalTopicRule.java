package dev.naru.broker.api;

import dev.naru.metadata.TopicNames;

/**
 * Clients do not write to the topics the cluster keeps for itself, nor delete anything in them: whatever the coordinators find
 * there they believe. As in Kafka there is one name to get past this, for tools that know what they do.
 *
 * <p>Threading: stateless.
 */
final class InternalTopicRule {
    private static final String TOOL_CLIENT_ID = "__admin_client";

    private InternalTopicRule() {}

    /** True if this client may not change what is in the topic. */
    static boolean isForbidden(String topic, RequestContext context) {
        return TopicNames.isInternal(topic) && !TOOL_CLIENT_ID.equals(context.clientId());
    }
}
