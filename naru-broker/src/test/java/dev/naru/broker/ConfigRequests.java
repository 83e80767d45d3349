package dev.naru.broker;

import dev.naru.protocol.message.AlterConfigsRequest;
import dev.naru.protocol.message.DescribeConfigsRequest;
import dev.naru.protocol.message.DescribeConfigsResponse;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.naru.protocol.message.IncrementalAlterConfigsResponse;
import dev.naru.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests about settings as a client would make them, and short words for the answers. */
final class ConfigRequests {
    static final int TOPIC = 2;
    static final int BROKER = 4;
    static final int BROKER_LOGGER = 8;
    static final int CLIENT_METRICS = 16;
    static final int GROUP = 32;
    static final int SET = 0;
    static final int DELETE = 1;
    static final int APPEND = 2;
    static final int SUBTRACT = 3;

    private ConfigRequests() {}

    static DescribeConfigsRequest.DescribeConfigsResource asked(int type, String name, String... keys) {
        return new DescribeConfigsRequest.DescribeConfigsResource()
                .resourceType((byte) type)
                .resourceName(name)
                .configurationKeys(keys.length == 0 ? null : List.of(keys));
    }

    static DescribeConfigsRequest describe(DescribeConfigsRequest.DescribeConfigsResource... resources) {
        return new DescribeConfigsRequest().resources(List.of(resources)).includeSynonyms(true);
    }

    /** The only result of this request in the newest version. */
    static DescribeConfigsResult describe(SimulatedBroker.Client client, int type, String name, String... keys) {
        return client.call(describe(asked(type, name, keys)), 4, DescribeConfigsResponse.class)
                .results()
                .get(0);
    }

    /** Value and source of a setting, and its synonyms: {@code 5000 (1) retention.ms=5000 (1), log.retention.ms=…}. */
    static String words(SimulatedBroker.Client client, int type, String name, String key) {
        DescribeConfigsResult result = describe(client, type, name, key);
        if (result.errorCode() != 0 || result.configs().size() != 1) {
            return result.toString();
        }
        DescribeConfigsResourceResult config = result.configs().get(0);
        StringBuilder words = new StringBuilder(config.value() + " (" + config.configSource() + ")");
        for (DescribeConfigsSynonym synonym : config.synonyms()) {
            words.append(' ').append(synonym.name()).append('=').append(synonym.value());
            words.append(" (").append(synonym.source()).append(')');
        }
        return words.toString();
    }

    static AlterableConfig edit(int operation, String name, @Nullable String value) {
        return new AlterableConfig()
                .configOperation((byte) operation)
                .name(name)
                .value(value);
    }

    static AlterConfigsResource alter(int type, String name, AlterableConfig... edits) {
        return new AlterConfigsResource()
                .resourceType((byte) type)
                .resourceName(name)
                .configs(List.of(edits));
    }

    static List<AlterConfigsResourceResponse> alter(
            SimulatedBroker.Client client, boolean validateOnly, AlterConfigsResource... resources) {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest()
                .resources(List.of(resources))
                .validateOnly(validateOnly);
        return client.call(request, 1, IncrementalAlterConfigsResponse.class).responses();
    }

    /** The error of the only resource. */
    static short alter(SimulatedBroker.Client client, int type, String name, AlterableConfig... edits) {
        return alter(client, false, alter(type, name, edits)).get(0).errorCode();
    }

    static AlterConfigsRequest.AlterConfigsResource replace(int type, String name, String... keysAndValues) {
        List<AlterConfigsRequest.AlterableConfig> configs = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            configs.add(new AlterConfigsRequest.AlterableConfig()
                    .name(keysAndValues[i])
                    .value(keysAndValues[i + 1]));
        }
        return new AlterConfigsRequest.AlterConfigsResource()
                .resourceType((byte) type)
                .resourceName(name)
                .configs(configs);
    }
}
