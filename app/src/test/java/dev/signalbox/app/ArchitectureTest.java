package dev.signalbox.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.signalbox.secrets.Secret;
import jakarta.persistence.Entity;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** What Maven can't say. A rule that matches no class fails by itself (ArchUnit's archRule.failOnEmptyShould). */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.signalbox");

    /** The table of modules: who must not see whom. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events    | secrets,command,query,inference,app",
                "secrets   | command,query,inference,app",
                "command   | query,inference,app",
                "query     | secrets,command,inference,app",
                "inference | command,query,app",
            })
    void modulesSeeOnlyWhatTheyMay(String module, String hidden) {
        String[] packages = hidden.split(",");
        for (int i = 0; i < packages.length; i++) {
            packages[i] = "dev.signalbox." + packages[i] + "..";
        }
        check(noClasses()
                .that()
                .resideInAPackage("dev.signalbox." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages));
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "command", "query", "inference", "app"})
    void packagesOfAModuleHaveNoCycles(String module) {
        check(slices().matching("dev.signalbox." + module + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void noSecretIsInACommandEventOrEntity() {
        check(noFields().that().areDeclaredInClassesThat(messages()).should().haveRawType(Secret.class));
    }

    @Test
    void noTextIsAKeyInACommandEventOrEntity() {
        check(noFields()
                .that()
                .areDeclaredInClassesThat(messages())
                .and()
                .haveRawType(String.class)
                .and()
                // what a key is called, and what of it may be shown
                .haveNameNotMatching("keyName|masked.*|secretOrigins")
                .should()
                .haveNameMatching("(?i).*(key|secret|password|token|credential).*"));
    }

    @Test
    void theQuerySideOnlyReadsButForItsAdministration() {
        check(methods()
                .that()
                .areDeclaredInClassesThat(resideInAPackage("dev.signalbox.query.."))
                .and()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Controller")
                .and()
                .areDeclaredInClassesThat()
                .doNotHaveSimpleName("ProjectionAdminController")
                .should()
                .notBeAnnotatedWith(PostMapping.class)
                .andShould()
                .notBeAnnotatedWith(PutMapping.class)
                .andShould()
                .notBeAnnotatedWith(DeleteMapping.class)
                .andShould()
                .notBeAnnotatedWith(PatchMapping.class));
    }

    @Test
    void everyEventHandlerNamesItsGroup() {
        check(classes().that(handleEvents()).should(nameAGroup()));
    }

    private static void check(ArchRule rule) {
        rule.check(OURS);
    }

    private static DescribedPredicate<JavaClass> messages() {
        DescribedPredicate<JavaClass> commands = DescribedPredicate.describe(
                "commands",
                each -> each.getEnclosingClass()
                                .filter(outer -> outer.getSimpleName().endsWith("Command"))
                                .isPresent()
                        || each.getAllFields().stream()
                                .anyMatch(field -> field.isAnnotatedWith(TargetAggregateIdentifier.class)));
        DescribedPredicate<JavaClass> entities =
                DescribedPredicate.describe("entities", each -> each.isAnnotatedWith(Entity.class));
        return resideInAnyPackage(
                        "dev.signalbox.events.server",
                        "dev.signalbox.events.apikey",
                        "dev.signalbox.events.activeprovider",
                        "dev.signalbox.events.signal")
                .or(commands)
                .or(entities);
    }

    private static DescribedPredicate<JavaClass> handleEvents() {
        return DescribedPredicate.describe(
                "handle events",
                each -> !each.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                        && each.getAllMethods().stream().anyMatch(ArchitectureTest::handlesEvents));
    }

    private static boolean handlesEvents(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(JavaAnnotation::getRawType)
                .anyMatch(type -> type.isEquivalentTo(EventHandler.class));
    }

    private static ArchCondition<JavaClass> nameAGroup() {
        return new ArchCondition<>("name a kebab-case group") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean named = item.tryGetAnnotationOfType(ProcessingGroup.class)
                        .filter(group -> group.value().matches("[a-z]+(-[a-z]+)*"))
                        .isPresent();
                events.add(new SimpleConditionEvent(item, named, item.getName() + " has no @ProcessingGroup"));
            }
        };
    }
}
