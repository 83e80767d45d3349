package dev.naru.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of states, in any case of letters. One that does not exist would choose nothing, and look like nothing is there. */
final class StateText {
    private StateText() {}

    /** States of groups of all kinds. */
    static final class OfGroup implements ITypeConverter<String> {
        private static final List<String> STATES = List.of(
                "Empty",
                "Stable",
                "PreparingRebalance",
                "CompletingRebalance",
                "Assigning",
                "Reconciling",
                "NotReady",
                "Dead");

        @Override
        public String convert(String text) {
            return find(STATES, text);
        }
    }

    /** States of transactions. */
    static final class OfTransaction implements ITypeConverter<String> {
        private static final List<String> STATES = List.of(
                "Empty",
                "Ongoing",
                "PrepareCommit",
                "PrepareAbort",
                "CompleteCommit",
                "CompleteAbort",
                "PrepareEpochFence",
                "Dead");

        @Override
        public String convert(String text) {
            return find(STATES, text);
        }
    }

    private static String find(List<String> states, String text) {
        return states.stream()
                .filter(text::equalsIgnoreCase)
                .findAny()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is not a state: one of " + String.join(", ", states)));
    }
}
