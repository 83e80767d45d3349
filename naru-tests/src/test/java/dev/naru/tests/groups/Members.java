package dev.naru.tests.groups;

import dev.naru.tests.compatibility.external.ExternalClient;
import dev.naru.tests.groups.MemberOutput.Format;
import dev.naru.tests.groups.member.JavaMembers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who takes part: of each kind of client three members in a group of its own, and in the group {@code mixed} one of each that speaks
 * of assignments as the others do.
 *
 * <p>Threading: the test's thread.
 */
final class Members implements AutoCloseable {
    private final String bootstrap;
    private final String topic;
    private final EventLog log;
    private final Set<String> groups = new TreeSet<>();
    private final List<Generation> generations = new ArrayList<>();

    /** The n-th member of every group. */
    record Generation(List<MemberProcess> thatMayCrash, List<MemberProcess> thatOnlyLeave) {
        void start() throws Exception {
            for (MemberProcess member : all()) {
                member.start();
            }
        }

        /** kcat stores an offset before it prints the record, so that a crash of it says nothing about the broker. */
        void crash() throws Exception {
            for (MemberProcess member : thatMayCrash) {
                member.kill();
            }
            for (MemberProcess member : thatOnlyLeave) {
                member.stop();
            }
        }

        void leave() throws Exception {
            for (MemberProcess member : all()) {
                member.stop();
            }
        }

        List<MemberProcess> all() {
            List<MemberProcess> all = new ArrayList<>(thatMayCrash);
            all.addAll(thatOnlyLeave);
            return all;
        }
    }

    Members(String bootstrap, String topic, EventLog log, int count) throws InterruptedException {
        this.bootstrap = bootstrap;
        this.topic = topic;
        this.log = log;
        for (int number = 1; number <= count; number++) {
            generations.add(generation(number));
        }
    }

    private Generation generation(int number) throws InterruptedException {
        List<MemberProcess> mayCrash = new ArrayList<>();
        List<MemberProcess> onlyLeave = new ArrayList<>();
        mayCrash.add(java(number));
        if (ExternalClient.KAFKA_PYTHON.isThere()) {
            mayCrash.add(python(number, "member_kafka_python.py", "kafka-python"));
            if (number == 1) {
                mayCrash.add(python(number, "member_kafka_python.py", "mixed"));
            }
        }
        if (ExternalClient.CONFLUENT_PYTHON.isThere()) {
            mayCrash.add(python(number, "member_confluent_kafka.py", "confluent-python", "cooperative-sticky"));
            if (number == 2) {
                mayCrash.add(python(number, "member_confluent_kafka.py", "mixed", "range,roundrobin"));
            }
        }
        if (ExternalClient.KAFKAJS.isThere()) {
            groups.add("kafkajs");
            List<String> command = List.of("node", ExternalClient.script("js/member.js"), bootstrap, topic, "kafkajs");
            mayCrash.add(new MemberProcess("kafkajs-" + number, command, Format.EVENTS, log));
        }
        if (ExternalClient.KCAT.isThere()) {
            onlyLeave.add(kcat(number, "kcat"));
            if (number == 3) {
                onlyLeave.add(kcat(number, "mixed"));
            }
        }
        return new Generation(mayCrash, onlyLeave);
    }

    private MemberProcess java(int number) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
        command.addAll(List.of(JavaMembers.class.getName(), bootstrap, topic));
        for (String kind : List.of("eager", "cooperative", "consumer")) {
            groups.add("java-" + kind);
            command.add("java-" + kind + "=" + kind);
        }
        groups.add("mixed");
        command.add("mixed=eager");
        return new MemberProcess("java-" + number, command, Format.EVENTS, log);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    }

    private MemberProcess python(int number, String script, String group, String... more) {
        groups.add(group);
        List<String> command = new ArrayList<>(List.of(
                ExternalClient.debianPython(), ExternalClient.script("python/" + script), bootstrap, topic, group));
        command.addAll(List.of(more));
        return new MemberProcess(script + "-" + number + "@" + group, command, Format.EVENTS, log);
    }

    private MemberProcess kcat(int number, String group) {
        groups.add(group);
        List<String> command = new ArrayList<>(List.of("kcat", "-b", bootstrap, "-u", "-f", group + " %p %o\\n"));
        for (String setting : List.of(
                "auto.offset.reset=earliest",
                "auto.commit.interval.ms=200",
                "session.timeout.ms=6000",
                "heartbeat.interval.ms=500",
                "fetch.wait.max.ms=100")) {
            command.addAll(List.of("-X", setting));
        }
        command.addAll(List.of("-G", group, topic));
        return new MemberProcess("kcat-" + number + "@" + group, command, Format.KCAT, log);
    }

    Set<String> groups() {
        return groups;
    }

    Generation generation(String which) {
        return generations.get(List.of("first", "second", "third").indexOf(which));
    }

    /** kcat and kafkajs give up when the broker goes away; whoever supervises them would start them again. */
    void keepRunning() throws IOException {
        for (Generation generation : generations) {
            for (MemberProcess member : generation.all()) {
                member.keepRunning();
            }
        }
    }

    @Override
    public void close() {
        generations.forEach(generation -> generation.all().forEach(MemberProcess::close));
    }
}
