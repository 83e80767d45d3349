package dev.naru.broker.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers that come in any order and are wanted in the order of the questions.
 *
 * <p>Threading: confined to the request's loop.
 *
 * @param <T> an answer
 */
final class InOrder<T> {
    private final List<T> answers;
    private final Consumer<List<T>> complete;
    private int left;

    /** So many answers; {@code missing} stands for each until it comes. */
    InOrder(int count, T missing, Consumer<List<T>> complete) {
        this.answers = new ArrayList<>(Collections.nCopies(count, missing));
        this.complete = complete;
        this.left = count;
    }

    /** The answer to the question of this number, once. */
    void put(int index, T answer) {
        answers.set(index, answer);
        left--;
        if (left == 0) {
            complete.accept(answers);
        }
    }
}
