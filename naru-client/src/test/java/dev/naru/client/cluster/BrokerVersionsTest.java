package dev.naru.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MessageParts;
import dev.naru.protocol.ResponseFrame;
import dev.naru.protocol.message.ApiVersionsResponse;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerVersionsTest {
    @Test
    void choosesTheNewestVersionBothEndsSpeak() {
        BrokerVersions versions = read(answer(3, 7), (short) 3);

        assertThat(versions.choose(ApiKey.PRODUCE, Short.MAX_VALUE)).isEqualTo(7);
        assertThat(versions.choose(ApiKey.PRODUCE, 5)).isEqualTo(5);
        assertThat(versions.choose(ApiKey.PRODUCE, 2)).isEqualTo(-1);
        assertThat(versions.choose(ApiKey.FETCH, Short.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void neverChoosesAVersionItCannotEncode() {
        BrokerVersions versions = read(answer(3, 1_000), (short) 3);

        assertThat(versions.choose(ApiKey.PRODUCE, Short.MAX_VALUE)).isEqualTo(ApiKey.PRODUCE.highestVersion());
    }

    @Test
    void readsARefusalInVersionZeroWhateverWasAsked() {
        ApiVersionsResponse refusal = new ApiVersionsResponse()
                .errorCode(ErrorCode.UNSUPPORTED_VERSION.code())
                .apiKeys(List.of(api(ApiKey.API_VERSIONS, 0, 2)));
        ByteBuffer frame = MessageParts.join(ResponseFrame.encode(refusal, (short) 0, 1));

        BrokerVersions versions = BrokerVersions.read((short) 4, frame);

        assertThat(versions.isRefusal()).isTrue();
        assertThat(versions.highest(ApiKey.API_VERSIONS)).isEqualTo(2);
    }

    private static BrokerVersions read(ApiVersionsResponse response, short version) {
        return BrokerVersions.read(version, MessageParts.join(ResponseFrame.encode(response, version, 1)));
    }

    private static ApiVersionsResponse answer(int lowest, int highest) {
        return new ApiVersionsResponse().apiKeys(List.of(api(ApiKey.PRODUCE, lowest, highest)));
    }

    private static ApiVersionsResponse.ApiVersion api(ApiKey key, int lowest, int highest) {
        return new ApiVersionsResponse.ApiVersion()
                .apiKey(key.id())
                .minVersion((short) lowest)
                .maxVersion((short) highest);
    }
}
