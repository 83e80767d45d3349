package dev.naru.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void hasTheNumbersAndNamesOfKafka() {
        assertThat(ErrorCode.values()).hasSameSizeAs(Errors.values());
        for (Errors official : Errors.values()) {
            ErrorCode error = ErrorCode.of(official.code());
            assertThat(error.name()).isEqualTo(official.name());
            assertThat(error.code()).isEqualTo(official.code());
            assertThat(error.isRetriable())
                    .as(error.name())
                    .isEqualTo(official.exception() instanceof RetriableException);
        }
    }

    @Test
    void takesNumbersOfTheFutureForAnUnknownError() {
        assertThat(ErrorCode.of((short) 9_999)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(ErrorCode.of((short) -2)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
    }

    @Test
    void saysOneSentence() {
        for (ErrorCode error : ErrorCode.values()) {
            assertThat(error.message()).matches("[A-Za-z].*\\.").doesNotContain("\n");
        }
    }
}
