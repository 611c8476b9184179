package dev.signalbox.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.signalbox.secrets.Secret;
import jakarta.persistence.Entity;
import java.util.Locale;
import java.util.Set;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** What Maven's module boundaries can't say. A rule that matches no class fails (ArchUnit's default). */
@AnalyzeClasses(
        packages = "dev.signalbox",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class ArchitectureTest {

    /** Tests of another module, when they come packed. */
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule commandSideSeesOnlyEventsAndSecrets = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.signalbox.query..", "dev.signalbox.inference..", "dev.signalbox.app..");

    @ArchTest
    static final ArchRule querySideSeesOnlyEvents = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.command..",
                    "dev.signalbox.inference..",
                    "dev.signalbox.secrets..",
                    "dev.signalbox.app..");

    @ArchTest
    static final ArchRule inferenceSeesOnlyEventsAndSecrets = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.inference..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.signalbox.command..", "dev.signalbox.query..", "dev.signalbox.app..");

    @ArchTest
    static final ArchRule eventsDependOnTheJdkAndAnnotations = classes()
            .that()
            .resideInAPackage("dev.signalbox.events..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "dev.signalbox.events..", "org.jspecify..", "com.fasterxml.jackson.annotation..");

    /** Commands, events and entities are stored, logged and shown: they point to secrets, they never hold one. */
    @ArchTest
    static final ArchRule nothingStoredHoldsASecret = fields().that(describe(
                    "belong to a command, an event or an entity", (JavaField field) -> isStored(field.getOwner())))
            .should()
            .notHaveRawType(Secret.class)
            .andShould(new NotNamedLikeASecret());

    @ArchTest
    static final ArchRule querySideOnlyReads = methods()
            .that()
            .areDeclaredInClassesThat(describe(
                    "are of the query side and not its administration",
                    (JavaClass type) -> type.getPackageName().startsWith("dev.signalbox.query")
                            && !type.getSimpleName().endsWith("AdminController")))
            .should()
            .notBeAnnotatedWith(PostMapping.class)
            .andShould()
            .notBeAnnotatedWith(PutMapping.class)
            .andShould()
            .notBeAnnotatedWith(PatchMapping.class)
            .andShould()
            .notBeAnnotatedWith(DeleteMapping.class);

    /** Without a name the group would be the package: a class that moves would begin from the first event. */
    @ArchTest
    static final ArchRule everyEventHandlerNamesItsGroup = classes()
            .that(describe("handle events and can be made", type -> handlesEvents(type)))
            .should()
            .beAnnotatedWith(ProcessingGroup.class);

    /** What checks the log must not share a mistake with what writes it. */
    @ArchTest
    static final ArchRule verifierStandsAlone = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.app.verify..")
            .should()
            .dependOnClassesThat(describe(
                    "are of Signalbox but not of the verifier",
                    (JavaClass type) -> type.getPackageName().startsWith("dev.signalbox")
                            && !type.getPackageName().startsWith("dev.signalbox.app.verify")));

    @ArchTest
    static final ArchRule commandSideHasNoCycles =
            slices().matching("dev.signalbox.command.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule querySideHasNoCycles =
            slices().matching("dev.signalbox.query.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule inferenceHasNoCycles =
            slices().matching("dev.signalbox.inference.(*)..").should().beFreeOfCycles();

    private static boolean isStored(JavaClass type) {
        Set<String> roots = Set.of(
                "dev.signalbox.events.server.ServerEvent",
                "dev.signalbox.events.apikey.ApiKeyEvent",
                "dev.signalbox.events.activeprovider.ActiveProviderEvent",
                "dev.signalbox.events.token.TokenEvent",
                "dev.signalbox.command.token.TokenCommand",
                "dev.signalbox.command.server.ServerCommand",
                "dev.signalbox.command.apikey.ApiKeyCommand",
                "dev.signalbox.command.activeprovider.ActiveProviderCommand");
        return type.isAnnotatedWith(Entity.class) || roots.stream().anyMatch(type::isAssignableTo);
    }

    private static boolean handlesEvents(JavaClass type) {
        return !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && type.getAllMethods().stream().anyMatch(method -> method.isAnnotatedWith(EventHandler.class));
    }

    private static final class NotNamedLikeASecret extends ArchCondition<JavaField> {

        /** Shown on purpose: a mask, a name, a point of reference, Axon's own column. */
        private static final Set<String> HARMLESS =
                Set.of("keyName", "maskedKey", "maskedApiKey", "hasApiKey", "maskedToken");

        NotNamedLikeASecret() {
            super("not be text or bytes named like a secret");
        }

        @Override
        public void check(JavaField field, ConditionEvents events) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            boolean text = field.getRawType().isEquivalentTo(String.class)
                    || field.getRawType().isEquivalentTo(byte[].class);
            boolean secret = name.contains("key") || name.contains("token") || name.contains("password");
            if (text && secret && !HARMLESS.contains(field.getName())) {
                events.add(SimpleConditionEvent.violated(field, field.getFullName()));
            }
        }
    }
}
