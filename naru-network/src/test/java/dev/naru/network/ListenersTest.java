package dev.naru.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenersTest {
    @Test
    void readsSeveralNamedListeners() {
        Listeners listeners = Listeners.parse(
                "CLIENT://0.0.0.0:9092, internal://[::1]:9093",
                "CLIENT://broker1.example.org:19092,INTERNAL://broker1:9093",
                "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT",
                "internal");

        assertThat(listeners.bound())
                .extracting(Listener::toString)
                .containsExactly("CLIENT://0.0.0.0:9092", "INTERNAL://[::1]:9093");
        assertThat(listeners.advertised().get(0).host()).isEqualTo("broker1.example.org");
        assertThat(listeners.interBrokerName()).isEqualTo("INTERNAL");
    }

    @Test
    void advertisesWhereItIsBoundUnlessToldOtherwise() {
        Listeners listeners = Listeners.parse("PLAINTEXT://:0", "", "", "");

        List<Listener> advertised = listeners.advertisedAt(Map.of("PLAINTEXT", 40_001), "myhost");

        assertThat(advertised).extracting(Listener::toString).containsExactly("PLAINTEXT://myhost:40001");
        assertThat(listeners.interBrokerName()).isEqualTo("PLAINTEXT");
    }

    @Test
    void keepsAnAdvertisedHostAndPort() {
        Listeners listeners = Listeners.parse("PLAINTEXT://0.0.0.0:9092", "PLAINTEXT://lb.example.org:443", "", "");

        assertThat(listeners.advertisedAt(Map.of("PLAINTEXT", 9092), "myhost"))
                .extracting(Listener::toString)
                .containsExactly("PLAINTEXT://lb.example.org:443");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        localhost:9092                              | | | | listeners: expected NAME://HOST:PORT
        PLAINTEXT://h:70000                         | | | | port of 0 to 65535
        PLAINTEXT://h:9092,PLAINTEXT://h:9093       | | | | PLAINTEXT is used twice
        PLAINTEXT://h:9092,OTHER://h:9093           | | | | listener OTHER has no protocol
        SSL://h:9092                                | | | | SSL, which is not supported yet
        AUTH://h:9092                               | | AUTH:SASL_PLAINTEXT | | SASL_PLAINTEXT, which is not supported yet
        PLAINTEXT://h:9092                          | | PLAINTEXT:TLS | | listener.security.protocol.map: expected
        PLAINTEXT://h:9092,B://h:9092               | | B:PLAINTEXT | | PLAINTEXT and B have the same address
        PLAINTEXT://h:9092                          | PLAINTEXT://0.0.0.0:9092 | | | no address a client can connect to
        PLAINTEXT://h:9092                          | B://h:9092 | B:PLAINTEXT | | B is not among the listeners
        PLAINTEXT://h:9092                          | | | B | inter.broker.listener.name: B is not
        """)
    void saysWhatIsWrong(String listeners, String advertised, String protocols, String interBroker, String message) {
        assertThatThrownBy(
                        () -> Listeners.parse(listeners, orEmpty(advertised), orEmpty(protocols), orEmpty(interBroker)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsQuotaOverrides() {
        ConnectionQuota quota = ConnectionQuota.parse(1_000, 5, "127.0.0.1:100, 10.0.0.1:0");

        assertThat(quota.maxOf("127.0.0.1")).isEqualTo(100);
        assertThat(quota.maxOf("10.0.0.1")).isZero();
        assertThat(quota.maxOf("10.0.0.2")).isEqualTo(5);
        for (String wrong : List.of("127.0.0.1", "127.0.0.1:many", ":5", "127.0.0.1:-1")) {
            assertThatThrownBy(() -> ConnectionQuota.parse(1, 1, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected host:count");
        }
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
