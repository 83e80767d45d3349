package dev.naru.tests.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Maven's modules cannot say: see section "Modules" of ARCHITECTURE.md. */
class ArchitectureTest {
    /** Threads, clocks and locks begin here; everything else is given a loop, a clock, a pool. */
    private static final String RUNTIME = "dev.naru.common.runtime..";

    /** The outermost shells, which start the process and may ask the machine for its time and threads. */
    private static final String[] SHELLS = {RUNTIME, "dev.naru.network..", "dev.naru.cli..", "dev.naru.testkit.."};

    /** A shutdown hook is a thread by definition. */
    private static final String SHUTDOWN_HOOK = "dev.naru.broker.BrokerProcess";

    private static JavaClasses naru;

    @BeforeAll
    static void importClasses() {
        naru = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(new WithoutPrograms())
                .importPackages("dev.naru");
    }

    @Test
    void confinesNettyToNetwork() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.naru.network..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(naru);
    }

    @Test
    void containsNothingOfApacheKafka() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(naru);
    }

    @Test
    void endsApiVersionsInTheHandlers() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.naru.storage..", "dev.naru.replication..", "dev.naru.controller..", "dev.naru.record..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.naru.protocol.message..")
                .because("requests and responses are the business of broker/api")
                .check(naru);
    }

    @Test
    void asksNobodyButTheClockForTheTime() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SHELLS)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethodWhere(isNow())
                .because("time comes in through the constructor")
                .check(naru);
    }

    @Test
    void startsThreadsOnlyInTheRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SHELLS)
                .and()
                .doNotHaveFullyQualifiedName(SHUTDOWN_HOOK)
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a thread is made", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .check(naru);
    }

    @Test
    void hasNoLocksOutsideTheRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackages(RUNTIME, "dev.naru.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..")
                .orShould(haveSynchronizedMethods())
                .check(naru);
    }

    @Test
    void isGivenItsRandomness() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SHELLS)
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .check(naru);
    }

    @Test
    void hasNoCyclesOfModules() {
        slices().matching("dev.naru.(*)..").should().beFreeOfCycles().check(naru);
    }

    /** A package may be the face of its sub-packages and lend them its types; between siblings the direction is one. */
    @Test
    void hasNoCyclesOfSiblingPackages() {
        slices().matching("dev.naru.(*).(*)..").should().beFreeOfCycles().check(naru);
    }

    private static DescribedPredicate<JavaMethodCall> isNow() {
        return DescribedPredicate.describe(
                "now() of java.time",
                call -> call.getName().equals("now")
                        && call.getTargetOwner().getPackageName().startsWith("java.time"));
    }

    private static ArchCondition<JavaClass> haveSynchronizedMethods() {
        return new ArchCondition<>("have synchronized methods") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                        .forEach(method -> events.add(
                                SimpleConditionEvent.satisfied(method, method.getFullName() + " is synchronized")));
            }
        };
    }

    /** The generator and the benchmarks run outside the broker; their rules are their own. */
    private static final class WithoutPrograms implements ImportOption {
        private static final Pattern PROGRAMS = Pattern.compile(".*/naru-(protocol-generator|benchmarks)/.*");

        @Override
        public boolean includes(Location location) {
            return !location.matches(PROGRAMS);
        }
    }
}
