package dev.naru.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedTreeTest {
    @Seeded(count = 50)
    void behavesLikeASortedMap(Gen gen) {
        SortedTree<Integer, String> tree = SortedTree.empty();
        TreeMap<Integer, String> model = new TreeMap<>();
        int keys = gen.intIn(1, 200);
        for (int step = 0; step < 500; step++) {
            int key = gen.intIn(0, keys);
            if (gen.chance(60)) {
                String value = gen.name(0, 3);
                tree = tree.with(key, value);
                model.put(key, value);
            } else {
                tree = tree.without(key);
                model.remove(key);
            }
            assertThat(tree.size()).isEqualTo(model.size());
            assertThat(tree.get(key)).isEqualTo(model.get(key));
        }
        int from = gen.intIn(-1, keys + 1);
        assertThat(entries(tree)).isEqualTo(List.copyOf(model.entrySet()));
        assertThat(entries(tree.from(from)))
                .isEqualTo(List.copyOf(model.tailMap(from).entrySet()));
    }

    @Seeded(count = 20)
    void equalsATreeOfTheSameEntriesPutInAnotherOrder(Gen gen) {
        List<Integer> keys = gen.list(100, Gen::anyInt);
        SortedTree<Integer, Integer> one = SortedTree.empty();
        SortedTree<Integer, Integer> other = SortedTree.empty();
        for (int key : keys) {
            one = one.with(key, key);
        }
        for (int key : gen.shuffled(keys)) {
            other = other.with(key, key);
        }

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.with(7, 8)).isNotEqualTo(other.with(7, 9));
    }

    @Test
    void leavesTheTreeItWasMadeFromAsItWas() {
        SortedTree<Integer, Integer> before = SortedTree.empty();
        for (int key = 0; key < 1_000; key++) {
            before = before.with(key, key);
        }
        SortedTree<Integer, Integer> after = before.with(500, -1).without(0).with(1_000, 1_000);

        assertThat(before.get(500)).isEqualTo(500);
        assertThat(before.size()).isEqualTo(1_000);
        assertThat(after.size()).isEqualTo(1_000);
        assertThat(after.get(0)).isNull();
    }

    private static <K extends Comparable<K>, V> List<Map.Entry<K, V>> entries(Iterable<Map.Entry<K, V>> tree) {
        List<Map.Entry<K, V>> entries = new ArrayList<>();
        tree.forEach(entries::add);
        return entries;
    }
}
