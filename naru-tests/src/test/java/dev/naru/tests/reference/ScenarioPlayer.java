package dev.naru.tests.reference;

import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.message.ListGroupsResponse;
import dev.naru.protocol.message.ListTransactionsResponse;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.MetadataResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Plays the commands of one scenario:
 *
 * <ul>
 *   <li>{@code JoinGroup v0,5,9 groupId=g …} sends the request in each version; versions that are answered alike share a line.
 *   <li>{@code b: JoinGroup …} does so over a connection of that name; {@code b& JoinGroup …} does not wait for the answer, {@code b
 *       await} does.
 *   <li>{@code until WORD …} sends again until the answer has the word in it, {@code while WORD …} as long as it has.
 * </ul>
 *
 * <p>Threading: the test's thread.
 */
final class ScenarioPlayer implements AutoCloseable {
    private static final long AGAIN_MAX_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long AGAIN_AFTER_MS = 20;

    private final InetSocketAddress broker;
    private final StableNames names;
    private final AnswerText text;
    private final Map<String, BrokerSocket> sockets = new HashMap<>();
    private final Map<String, String> pending = new HashMap<>();

    ScenarioPlayer(InetSocketAddress broker, StableNames names) {
        this.broker = broker;
        this.names = names;
        this.text = new AnswerText(names);
    }

    /** Does what the command says and returns the lines of the answer. */
    List<String> play(String command) throws IOException, InterruptedException {
        String[] words = command.split(" ", 3);
        if (words[0].equals("until") || words[0].equals("while")) {
            return playAgain(words[2], words[1], words[0].equals("until"));
        } else if (words[0].endsWith(":")) {
            return send(words[0].replace(":", ""), command.substring(words[0].length() + 1));
        } else if (words[0].endsWith("&")) {
            sendOnly(words[0].replace("&", ""), command.substring(words[0].length() + 1));
            return List.of();
        } else if (words.length == 2 && words[1].equals("await")) {
            return List.of(pending.remove(words[0]) + ": " + receive(socket(words[0])));
        }
        return send("main", command);
    }

    /** Calls the id of a topic by the topic's name. */
    void nameTopic(String topic) throws IOException {
        BrokerSocket socket = socket("main");
        MetadataRequest.MetadataRequestTopic wanted = new MetadataRequest.MetadataRequestTopic();
        socket.send(new MetadataRequest().topics(List.of(wanted.name(topic))), (short) 12);
        MetadataResponse answer = (MetadataResponse) socket.receive();
        names.define("<" + topic + ">", answer.topics().get(0).topicId().toString());
    }

    private List<String> playAgain(String command, String word, boolean wanted)
            throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + AGAIN_MAX_NS;
        List<String> lines = play(command);
        while (String.join(" ", lines).contains(word) != wanted && System.nanoTime() < deadlineNs) {
            TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER_MS);
            lines = play(command);
        }
        return lines;
    }

    private List<String> send(String connection, String request) throws IOException {
        String[] words = request.split(" ", 3);
        Map<String, String> versionsByAnswer = new LinkedHashMap<>();
        for (String version : words[1].substring(1).split(",")) {
            sendOne(connection, words, Short.parseShort(version));
            versionsByAnswer.merge(
                    receive(socket(connection)), "v" + version, (some, more) -> some + "," + more.substring(1));
        }
        List<String> lines = new ArrayList<>();
        versionsByAnswer.forEach((answer, versions) -> lines.add(versions + ": " + answer));
        return lines;
    }

    private void sendOnly(String connection, String request) throws IOException {
        String[] words = request.split(" ", 3);
        pending.put(connection, words[1]);
        sendOne(connection, words, Short.parseShort(words[1].substring(1)));
    }

    /** @param words name, versions and fields */
    private void sendOne(String connection, String[] words, short version) throws IOException {
        ApiKey key =
                ApiKey.valueOf(words[0].replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
        ApiRequest request = key.newRequest();
        String fields = words.length > 2 ? words[2] : "";
        RequestForm.fill(request, version, NotationReader.fields(fields), names);
        socket(connection).send(request, version);
    }

    private String receive(BrokerSocket socket) throws IOException {
        ApiResponse answer;
        try {
            answer = socket.receive();
        } catch (SocketTimeoutException e) {
            socket.close();
            return "no answer";
        }
        leaveOutOthers(answer);
        return answer == null ? "connection closed" : text.of(answer);
    }

    /** Lists are of this scenario's groups and transactions alone, whatever other scenarios have left behind. */
    private void leaveOutOthers(ApiResponse answer) {
        if (answer instanceof ListGroupsResponse list) {
            list.groups(list.groups().stream()
                    .filter(group -> names.wasSent(group.groupId()))
                    .toList());
        } else if (answer instanceof ListTransactionsResponse list) {
            list.transactionStates(list.transactionStates().stream()
                    .filter(transaction -> names.wasSent(transaction.transactionalId()))
                    .toList());
        }
    }

    private BrokerSocket socket(String connection) {
        return sockets.computeIfAbsent(connection, name -> new BrokerSocket(broker));
    }

    @Override
    public void close() throws IOException {
        for (BrokerSocket socket : sockets.values()) {
            socket.close();
        }
    }
}
