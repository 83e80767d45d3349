package dev.naru.broker.config;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigUnit;
import dev.naru.common.config.ConfigView;
import dev.naru.coordinator.transaction.TransactionConfig;
import java.util.concurrent.TimeUnit;

/** The keys of transactions and their coordinator. Threading: immutable. */
final class TransactionKeys {
    static final ConfigKey<Integer> TIMEOUT_MS_MAX = milliseconds(
            "transaction.max.timeout.ms", TimeUnit.MINUTES.toMillis(15), "The longest timeout a producer may ask for.");
    static final ConfigKey<Integer> ID_EXPIRATION_MS = milliseconds(
            "transactional.id.expiration.ms",
            TimeUnit.DAYS.toMillis(7),
            "How long a transactional id is remembered that begins no transaction.");
    static final ConfigKey<Integer> TIMEOUT_CHECK_MS = milliseconds(
            "transaction.abort.timed.out.transaction.cleanup.interval.ms",
            TimeUnit.SECONDS.toMillis(10),
            "How often it is looked for transactions that have been open for too long, to abort them.");
    static final ConfigKey<Integer> EXPIRATION_CHECK_MS = milliseconds(
            "transaction.remove.expired.transaction.cleanup.interval.ms",
            TimeUnit.HOURS.toMillis(1),
            "How often it is looked for transactional ids to forget.");
    static final ConfigKey<Boolean> VERIFICATION = ConfigKey.of(
                    "transaction.partition.verification.enable", ConfigType.BOOLEAN, true)
            .means("Whether a transaction begins in a partition only after its coordinator says that it may. Concerns"
                    + " producers older than 4.0; newer ones are always checked.");
    static final ConfigKey<Integer> ADD_RETRY_MS = ConfigKey.of(
                    "add.partitions.to.txn.retry.backoff.ms", ConfigType.INT, 20)
            .allow(Allowed.atLeast(1))
            .in(ConfigUnit.MILLISECONDS)
            .means("How long the broker waits before it asks again to begin a transaction, while the one before ends.");
    static final ConfigKey<Integer> ADD_RETRY_MS_MAX = ConfigKey.of(
                    "add.partitions.to.txn.retry.backoff.max.ms", ConfigType.INT, 100)
            .allow(Allowed.atLeast(0))
            .in(ConfigUnit.MILLISECONDS)
            .means("How long it goes on asking before the producer is told to try again itself.");

    static final ConfigKeys ALL = ConfigKeys.of(
            TIMEOUT_MS_MAX,
            ID_EXPIRATION_MS,
            TIMEOUT_CHECK_MS,
            EXPIRATION_CHECK_MS,
            VERIFICATION,
            ADD_RETRY_MS,
            ADD_RETRY_MS_MAX);

    private TransactionKeys() {}

    static BrokerConfig.Transactions read(ConfigView view) {
        return new BrokerConfig.Transactions(
                new TransactionConfig(
                        view.get(TIMEOUT_MS_MAX),
                        view.get(ID_EXPIRATION_MS),
                        view.get(TIMEOUT_CHECK_MS),
                        view.get(EXPIRATION_CHECK_MS)),
                view.get(VERIFICATION),
                view.get(ADD_RETRY_MS),
                view.get(ADD_RETRY_MS_MAX));
    }

    private static ConfigKey<Integer> milliseconds(String name, long byDefault, String meaning) {
        return ConfigKey.of(name, ConfigType.INT, (int) byDefault)
                .allow(Allowed.atLeast(1))
                .in(ConfigUnit.MILLISECONDS)
                .means(meaning);
    }
}
