/**
 * Consumer groups of clients nobody here wrote, all on one topic, while members join, crash, leave and return and the broker is
 * stopped and killed.
 *
 * <p>Open {@link dev.naru.tests.groups.GroupsTest} first. A {@code Member} is a process that prints what it reads and commits as
 * lines, a {@code GroupEvent} is such a line, and {@code GroupHistory} says whether all of them together can be true of a broker
 * that keeps its promises.
 */
package dev.naru.tests.groups;
