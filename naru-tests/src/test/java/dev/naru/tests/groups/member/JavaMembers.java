package dev.naru.tests.groups.member;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * One Java member in each of several groups: {@code JavaMembers bootstrap topic group=kind...}, the kinds being eager, cooperative and
 * consumer. What they do is printed as lines: time, group, event, partition, offset. SIGTERM makes them leave.
 *
 * <p>Threading: a thread per member; the one that stops them is the JVM's.
 */
public final class JavaMembers {
    private static final Map<String, Map<String, String>> KINDS = Map.of(
            "eager",
            Map.of(
                    "group.protocol",
                    "classic",
                    "partition.assignment.strategy",
                    "org.apache.kafka.clients.consumer.RangeAssignor"),
            "cooperative",
            Map.of(
                    "group.protocol",
                    "classic",
                    "partition.assignment.strategy",
                    "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"),
            "consumer",
            Map.of("group.protocol", "consumer"));

    private JavaMembers() {}

    public static void main(String[] arguments) {
        // Every failed attempt to connect is a warning, and there are many.
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
        List<JavaMember> members = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            String[] groupAndKind = arguments[i].split("=", 2);
            members.add(new JavaMember(arguments[0], arguments[1], groupAndKind[0], KINDS.get(groupAndKind[1])));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> members.forEach(JavaMember::leave)));
        members.forEach(JavaMember::start);
    }
}
