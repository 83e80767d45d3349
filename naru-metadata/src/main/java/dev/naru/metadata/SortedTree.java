package dev.naru.metadata;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes: {@link #with} and {@link #without} give a new one that shares all but one path of nodes
 * with the old, so an image of 100,000 entries costs some 17 small objects to change once.
 *
 * <p>Invariant: a balanced (AVL) search tree; the heights of the two sides of a node differ by at most one.
 *
 * <p>Threading: immutable.
 */
public final class SortedTree<K extends Comparable<K>, V> implements Iterable<Map.Entry<K, V>> {
    private final @Nullable Node<K, V> root;
    private final int size;

    private record Node<K, V>(
            K key,
            V value,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right,
            int height) {
        static <K, V> Node<K, V> of(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            return new Node<>(key, value, left, right, 1 + Math.max(heightOf(left), heightOf(right)));
        }
    }

    private SortedTree(@Nullable Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    /** With nothing in it. */
    public static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
        return new SortedTree<>(null, 0);
    }

    /** How many entries. */
    public int size() {
        return size;
    }

    /** True without entries. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The value of this key, or null. */
    public @Nullable V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /** True if there is a value of this key. */
    public boolean containsKey(K key) {
        return get(key) != null;
    }

    /** The same and this entry, in place of one of the same key if there is one. */
    public SortedTree<K, V> with(K key, V value) {
        return new SortedTree<>(put(root, key, value), containsKey(key) ? size : size + 1);
    }

    /** The same without this key. */
    public SortedTree<K, V> without(K key) {
        return containsKey(key) ? new SortedTree<>(remove(root, key), size - 1) : this;
    }

    /** The entries in the order of their keys. */
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new Walk<>(root, null);
    }

    /** The entries whose key is {@code first} or comes after it, in order. */
    public Iterable<Map.Entry<K, V>> from(K first) {
        return () -> new Walk<>(root, first);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof SortedTree<?, ?> tree) || tree.size != size) {
            return false;
        }
        Iterator<?> theirs = tree.iterator();
        for (Map.Entry<K, V> entry : this) {
            if (!entry.equals(theirs.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<K, V> entry : this) {
            hash += entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<K, V> entry : this) {
            text.append(text.length() > 1 ? ", " : "").append(entry);
        }
        return text.append('}').toString();
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return Node.of(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return Node.of(key, value, node.left, node.right);
        }
        return order < 0
                ? balance(node, put(node.left, key, value), node.right)
                : balance(node, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balance(node, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balance(node, node.left, remove(node.right, key));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> next = smallest(node.right);
        return balance(next, node.left, remove(node.right, next.key));
    }

    private static <K, V> Node<K, V> smallest(Node<K, V> node) {
        Node<K, V> at = node;
        while (at.left != null) {
            at = at.left;
        }
        return at;
    }

    /** The entry of {@code node} above these two sides, turned so that their heights differ by at most one. */
    private static <K, V> Node<K, V> balance(Node<K, V> node, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left != null && left.height > heightOf(right) + 1) {
            Node<K, V> inner = left.right;
            if (inner == null || heightOf(left.left) >= inner.height) {
                return Node.of(left.key, left.value, left.left, Node.of(node.key, node.value, inner, right));
            }
            return Node.of(
                    inner.key,
                    inner.value,
                    Node.of(left.key, left.value, left.left, inner.left),
                    Node.of(node.key, node.value, inner.right, right));
        }
        if (right != null && right.height > heightOf(left) + 1) {
            Node<K, V> inner = right.left;
            if (inner == null || heightOf(right.right) >= inner.height) {
                return Node.of(right.key, right.value, Node.of(node.key, node.value, left, inner), right.right);
            }
            return Node.of(
                    inner.key,
                    inner.value,
                    Node.of(node.key, node.value, left, inner.left),
                    Node.of(right.key, right.value, inner.right, right.right));
        }
        return Node.of(node.key, node.value, left, right);
    }

    private static int heightOf(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    /** Goes through the nodes in order; the nodes still to visit, with what is right of them, are on a stack. */
    private static final class Walk<K extends Comparable<K>, V> implements Iterator<Map.Entry<K, V>> {
        private final Deque<Node<K, V>> ahead = new ArrayDeque<>();

        Walk(@Nullable Node<K, V> root, @Nullable K first) {
            Node<K, V> node = root;
            while (node != null) {
                if (first == null || node.key.compareTo(first) >= 0) {
                    ahead.push(node);
                    node = node.left;
                } else {
                    node = node.right;
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            if (ahead.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = ahead.pop();
            for (Node<K, V> next = node.right; next != null; next = next.left) {
                ahead.push(next);
            }
            return Map.entry(node.key, node.value);
        }
    }
}
