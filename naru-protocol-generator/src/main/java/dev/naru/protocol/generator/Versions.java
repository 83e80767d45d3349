package dev.naru.protocol.generator;

/**
 * A range of message versions, as a schema writes it: {@code 3}, {@code 2-5}, {@code 4+} or {@code none}.
 *
 * <p>Threading: immutable.
 */
record Versions(int lowest, int highest) {
    static final Versions NONE = new Versions(0, -1);
    static final Versions ALL = new Versions(0, Short.MAX_VALUE);

    static Versions parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("none")) {
            return NONE;
        }
        if (trimmed.endsWith("+")) {
            return new Versions(Integer.parseInt(trimmed.substring(0, trimmed.length() - 1)), Short.MAX_VALUE);
        }
        int dash = trimmed.indexOf('-');
        if (dash < 0) {
            int only = Integer.parseInt(trimmed);
            return new Versions(only, only);
        }
        return new Versions(
                Integer.parseInt(trimmed.substring(0, dash)), Integer.parseInt(trimmed.substring(dash + 1)));
    }

    boolean isEmpty() {
        return lowest > highest;
    }

    Versions intersect(Versions other) {
        Versions both = new Versions(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
        return both.isEmpty() ? NONE : both;
    }

    /** True if every version of {@code other} is one of these. */
    boolean covers(Versions other) {
        return other.isEmpty() || (lowest <= other.lowest && highest >= other.highest);
    }

    /** The Java expression that tells whether {@code version}, known to be {@code within} that range, is one of these. */
    String condition(Versions within) {
        if (covers(within)) {
            return "true";
        }
        Versions both = intersect(within);
        if (both.isEmpty()) {
            return "false";
        }
        if (both.lowest == both.highest) {
            return "version == " + both.lowest;
        }
        boolean fromBelow = both.lowest > within.lowest;
        boolean toAbove = both.highest < within.highest;
        if (fromBelow && toAbove) {
            return "version >= " + both.lowest + " && version <= " + both.highest;
        }
        return fromBelow ? "version >= " + both.lowest : "version <= " + both.highest;
    }

    /** The expression for the opposite of {@link #condition}. */
    String conditionNot(Versions within) {
        Versions both = intersect(within);
        boolean fromBelow = both.lowest > within.lowest;
        boolean toAbove = both.highest < within.highest;
        if (both.isEmpty() || (!fromBelow && !toAbove)) {
            return both.isEmpty() ? "true" : "false";
        }
        if (fromBelow && toAbove) {
            return "(version < " + both.lowest + " || version > " + both.highest + ")";
        }
        return fromBelow ? "version < " + both.lowest : "version > " + both.highest;
    }

    @Override
    public String toString() {
        if (isEmpty()) {
            return "none";
        }
        if (highest == Short.MAX_VALUE) {
            return lowest + "+";
        }
        return lowest == highest ? Integer.toString(lowest) : lowest + "-" + highest;
    }
}
