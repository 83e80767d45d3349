package dev.naru.client.admin;

/**
 * A group as a list shows it.
 *
 * @param groupId its id
 * @param type its type as the broker names it: {@code consumer}, {@code classic}, {@code share}, {@code streams}; empty if
 *     the broker is too old to say
 * @param protocolType what its members are to each other: {@code consumer}, {@code connect}, …; empty if it never had any
 * @param state its state as the broker names it: {@code Stable}, {@code Empty}, …; empty if the broker is too old to say
 */
public record GroupListing(String groupId, String type, String protocolType, String state) {}
