package dev.naru.cli;

/** Numbers in sentences. */
final class Words {
    private Words() {}

    /** {@code 1 line}, {@code 2 lines}. */
    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
