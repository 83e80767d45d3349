package dev.naru.benchmarks;

import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import dev.naru.testkit.process.NaruProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Naru as a user starts it: through its launcher, which becomes the broker's process.
 *
 * <p>Threading: immutable.
 */
final class LauncherProgram implements BrokerProgram {
    private final Path checkout;

    LauncherProgram(Path checkout) {
        this.checkout = checkout;
    }

    @Override
    public String name() {
        return "Naru";
    }

    @Override
    public void prepare(BrokerSpec spec) {
        // The first start makes the data directory.
    }

    @Override
    public List<String> command(BrokerSpec spec) {
        List<String> command = new ArrayList<>();
        command.add(checkout.resolve("naru").toString());
        command.add("start");
        command.addAll(NaruProgram.options(spec));
        return command;
    }
}
