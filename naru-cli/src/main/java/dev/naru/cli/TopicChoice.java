package dev.naru.cli;

import dev.naru.common.TopicPartition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Partitions of a topic: {@code TOPIC} for all, {@code TOPIC:0,2} for some.
 *
 * @param topic its name
 * @param partitions their numbers; empty for all
 */
record TopicChoice(String topic, List<Integer> partitions) {
    /** The chosen ones of as many partitions as the topic has. */
    List<TopicPartition> of(int count) {
        for (int partition : partitions) {
            if (partition < 0 || partition >= count) {
                throw new CommandFailed(
                        "topic " + topic + " has no partition " + partition + ", only 0 to " + (count - 1));
            }
        }
        List<Integer> numbers =
                partitions.isEmpty() ? IntStream.range(0, count).boxed().toList() : partitions;
        return numbers.stream()
                .distinct()
                .map(number -> new TopicPartition(topic, number))
                .toList();
    }

    static final class Text implements ITypeConverter<TopicChoice> {
        @Override
        public TopicChoice convert(String text) {
            // A topic's name has no colon.
            int colon = text.indexOf(':');
            if (colon < 0) {
                return new TopicChoice(text, List.of());
            }
            String numbers = text.substring(colon + 1);
            if (colon == 0 || !numbers.matches("\\d{1,9}(,\\d{1,9})*")) {
                throw new TypeConversionException("'" + text + "' is not TOPIC or TOPIC:PARTITION,PARTITION");
            }
            return new TopicChoice(
                    text.substring(0, colon),
                    Arrays.stream(numbers.split(",", -1)).map(Integer::valueOf).toList());
        }
    }
}
