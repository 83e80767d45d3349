package dev.naru.broker.api;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Many questions, whose answers come in any order and are wanted in the order of the questions.
 *
 * <p>Threading: confined to the request's loop.
 *
 * @param <A> an answer
 */
final class InOrder<A> {
    private final int count;
    private final Consumer<List<A>> complete;
    private final SortedMap<Integer, A> answers = new TreeMap<>();

    private InOrder(int count, Consumer<List<A>> complete) {
        this.count = count;
        this.complete = complete;
    }

    /**
     * Asks them all.
     *
     * @param ask gets a question, and who takes its answer, once, now or later
     * @param complete gets all answers; at once if there is no question
     */
    static <Q, A> void ask(List<Q> questions, BiConsumer<Q, Consumer<A>> ask, Consumer<List<A>> complete) {
        if (questions.isEmpty()) {
            complete.accept(List.of());
            return;
        }
        InOrder<A> answers = new InOrder<>(questions.size(), complete);
        for (int i = 0; i < questions.size(); i++) {
            int place = i;
            ask.accept(questions.get(place), answer -> answers.put(place, answer));
        }
    }

    private void put(int place, A answer) {
        answers.put(place, answer);
        if (answers.size() == count) {
            complete.accept(new ArrayList<>(answers.values()));
        }
    }
}
