package dev.naru.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AddressTest {
    @Test
    void readsNamesAndAddresses() {
        assertThat(Address.parse("broker-1.example:9092")).isEqualTo(new Address("broker-1.example", 9092));
        assertThat(Address.parse("127.0.0.1:1")).isEqualTo(new Address("127.0.0.1", 1));
        assertThat(Address.parse("[::1]:9092")).isEqualTo(new Address("::1", 9092));
    }

    @Test
    void printsWhatItReads() {
        assertThat(Address.parse("[::1]:9092")).hasToString("[::1]:9092");
        assertThat(Address.parse("a:9092")).hasToString("a:9092");
    }

    @Test
    void readsSeveralAndDropsRepetitions() {
        assertThat(Address.parseAll("a:1, b:2,a:1,")).containsExactly(new Address("a", 1), new Address("b", 2));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Address.parse("broker")).hasMessage("'broker' is not HOST:PORT");
        assertThatThrownBy(() -> Address.parse("broker:kafka")).hasMessageContaining("the port is not a number");
        assertThatThrownBy(() -> Address.parse("broker:70000")).hasMessageContaining("1 to 65535");
        assertThatThrownBy(() -> Address.parse("::1:9092")).hasMessageContaining("[ADDRESS]:PORT");
        assertThatThrownBy(() -> Address.parseAll(" ,")).hasMessage("no address given");
    }
}
