package dev.naru.coordinator.group;

/**
 * Who sent a request, as far as groups care.
 *
 * @param clientId what the client calls itself; empty if nothing
 * @param host where it connects from, as Kafka shows it: {@code /127.0.0.1}
 * @param apiVersion the version of its request
 */
public record ClientInfo(String clientId, String host, short apiVersion) {}
