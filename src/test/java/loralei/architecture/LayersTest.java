package loralei.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/**
 * Who may know whom. Arrows go down only, and packages of one row do not know each other:
 *
 * <pre>
 * entry                    Main: the way in
 * gui cli                  windows, commands
 * job                      use cases
 * train                    run, step, optimizers, events
 * data lora sample         pictures, adapters and their files, samplers
 * model                    clip, unet, vae
 * diffusion tokenizer      noise schedule, CLIP tokens
 * cache                    what was computed before, on disk
 * torch                    tensors: the door to DJL
 * safetensors              files of tensors
 * config                   settings, and what is said about wrong ones
 * text                     what is said to people, in their language
 * </pre>
 *
 * <p>Rules hold for packages that are still to come, too. A rule that seems in the way is a reason to talk, not to add an
 * exception here.
 */
@AnalyzeClasses(packages = "loralei", importOptions = DoNotIncludeTests.class)
class LayersTest {
    private static final String ENTRY = "loralei";
    private static final String[] LAYERS = {
        "gui",
        "cli",
        "job",
        "train",
        "data",
        "lora",
        "sample",
        "model",
        "diffusion",
        "tokenizer",
        "cache",
        "torch",
        "safetensors",
        "config",
        "text"
    };

    @ArchTest
    static final ArchRule everyPackageHasItsPlace = classes()
            .should()
            .resideInAnyPackage(packages(true, LAYERS))
            .because("a package outside the layers would be free to know anybody; give it a row in this test first");

    @ArchTest
    static final ArchRule noPackagesDependOnEachOtherInACircle = slices().matching("loralei.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true)
            .because("packages in a circle can only be understood, tested and changed together");

    @ArchTest
    static final ArchRule nobodyKnowsTheEntryPoint = classes()
            .that()
            .resideInAPackage(ENTRY)
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage(ENTRY)
            .because("the process starts there, and tests and windows have to be able to do without");

    @ArchTest
    static final ArchRule windowsAreKnownToTheEntryPointOnly =
            knownOnlyTo("gui", true).because("all that a window can do has to be possible without one");

    @ArchTest
    static final ArchRule theCommandLineIsKnownToTheEntryPointOnly =
            knownOnlyTo("cli", true).because("window and command line call the same use cases and not each other");

    @ArchTest
    static final ArchRule useCasesAreKnownToWindowsAndCommandsOnly = knownOnlyTo("job", true, "gui", "cli")
            .because("a use case that the layers below call is a part of theirs and belongs there");

    @ArchTest
    static final ArchRule trainingIsKnownFromAbove = knownOnlyTo("train", false, "gui", "cli", "job")
            .because("a run hands out events and takes commands; what it is made of has no need to know it");

    @ArchTest
    static final ArchRule picturesAreKnownFromAbove = knownOnlyTo("data", false, "gui", "cli", "job", "train")
            .because("networks and adapters get tensors, and do not care whether they came from pictures");

    @ArchTest
    static final ArchRule adaptersAreKnownFromAbove = knownOnlyTo("lora", false, "gui", "cli", "job", "train")
            .because("networks and samplers take any model.AdapterBank, so that other kinds of adapter can follow");

    @ArchTest
    static final ArchRule samplingIsKnownFromAbove = knownOnlyTo("sample", false, "gui", "cli", "job", "train")
            .because("drawing a picture needs nothing of pictures on disk or of adapters' files, nor they of it");

    @ArchTest
    static final ArchRule networksAreOutOfSightOfWindowsAndCommands = knownOnlyTo(
                    "model", false, "job", "train", "data", "lora", "sample")
            .because("what can be asked of a model, a window or command asks a use case for");

    @ArchTest
    static final ArchRule noiseSchedulesAreOutOfSightOfWindowsAndCommands = knownOnlyTo(
                    "diffusion", false, "job", "train", "data", "lora", "sample", "model")
            .because("windows and commands show what a run does, and compute nothing of it");

    @ArchTest
    static final ArchRule tokensAreOutOfSightOfWindowsAndCommands = knownOnlyTo(
                    "tokenizer", false, "job", "train", "data", "lora", "sample", "model")
            .because("the tokenizer is native code, which a window must not load on its own thread");

    @ArchTest
    static final ArchRule theCacheIsOutOfSightOfWindowsAndCommands = knownOnlyTo(
                    "cache", false, "job", "train", "data", "model")
            .because("what is kept, and where, changes nothing of what is computed");

    @ArchTest
    static final ArchRule tensorsAreOutOfSightOfWindowsAndCommands = knownOnlyTo(
                    "torch", false, "job", "train", "data", "lora", "sample", "model", "cache")
            .because("a tensor lives and dies with the scope of a run, which a window or command cannot see; and the "
                    + "noise schedule is pure, so that it can be tested without native code");

    @ArchTest
    static final ArchRule safetensorsNeedsOnlyTheJdkAndJackson = classes()
            .that()
            .resideInAPackage("loralei.safetensors..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "com.fasterxml.jackson..", "loralei.safetensors..", "loralei.config..", "loralei.text..")
            .allowEmptyShould(true)
            .because("everybody may use it, so it must bring nothing along, least of all native code");

    @ArchTest
    static final ArchRule configNeedsOnlyTheJdkAndJackson = classes()
            .that()
            .resideInAPackage("loralei.config..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "com.fasterxml.jackson..", "loralei.config..", "loralei.text..")
            .allowEmptyShould(true)
            .because("everybody may use it, so it must bring nothing along");

    @ArchTest
    static final ArchRule onlyTorchAndTheTokenizerKnowDjl = noClasses()
            .that()
            .resideOutsideOfPackages("loralei.torch..", "loralei.tokenizer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .allowEmptyShould(true)
            .because("DJL's tensors abort the whole process where they are used wrongly; one package guards them");

    @ArchTest
    static final ArchRule theTokenizerKnowsNothingOfTensors = noClasses()
            .that()
            .resideInAPackage("loralei.tokenizer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl.ndarray..", "ai.djl.pytorch..", "ai.djl.nn..", "ai.djl.training..")
            .allowEmptyShould(true)
            .because("tensors are the business of loralei.torch alone");

    @ArchTest
    static final ArchRule onlyWindowsKnowSwing = noClasses()
            .that()
            .resideOutsideOfPackage("loralei.gui..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "javax.swing..", "com.formdev.flatlaf..", "net.miginfocom..", "java.awt.event..")
                    .or(nameMatching("java\\.awt\\.(Window|Frame|Dialog|Component|Container|Desktop|EventQueue)")))
            .allowEmptyShould(true)
            .because("training has to run on a machine without a screen");

    @ArchTest
    static final ArchRule textsNeedOnlyTheJdkAndJackson = classes()
            .that()
            .resideInAPackage("loralei.text..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "com.fasterxml.jackson..", "loralei.text..")
            .because("everybody speaks, from the lowest layer up");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages(ENTRY, "loralei.cli..")
            .should(ACCESS_STANDARD_STREAMS)
            .allowEmptyShould(true)
            .because("standard output belongs to the reader of --json; everybody else logs, throws or sends an event");

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackages(ENTRY, "loralei.cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .allowEmptyShould(true)
            .because("a run that ends the process ends the window, and the checkpoint that is being written");

    @ArchTest
    static final ArchRule logsGoThroughSlf4j = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.util.logging..", "org.apache.logging..", "org.apache.log4j..", "org.apache.commons.logging..")
            .because("one log file and one log panel show everything; other loggers would bypass them");

    @ArchTest
    static final ArchRule pathsArePathsNotFiles = noClasses()
            .should()
            .callConstructor(java.io.File.class, String.class)
            .because(
                    "java.io.File reports a failure as false, without saying why; java.nio.file.Path throws the reason");

    @ArchTest
    static final ArchRule theMainWindowIsKnownToItsLauncherAlone = classes()
            .that()
            .haveFullyQualifiedName("loralei.gui.MainWindow")
            .should()
            .onlyHaveDependentClassesThat()
            .haveNameMatching("loralei\\.gui\\.(Gui|MainWindow(\\$.*)?)")
            .because("parts of a window that know the whole cannot be shown or tested without it");

    @ArchTest
    static final ArchRule everyPartOfTheWindowHasItsPlace = classes()
            .that()
            .resideInAPackage("loralei.gui..")
            .should()
            .resideInAnyPackage(
                    "loralei.gui",
                    "loralei.gui.widget",
                    "loralei.gui.error",
                    "loralei.gui.state",
                    "loralei.gui.form",
                    "loralei.gui.concepts",
                    "loralei.gui.entry",
                    "loralei.gui.preset",
                    "loralei.gui.run",
                    "loralei.gui.grid",
                    "loralei.gui.check",
                    "loralei.gui.queue",
                    "loralei.gui.tryit",
                    "loralei.gui.tools",
                    "loralei.gui.demo")
            .because("a part without a row in the rule below would be free to know anybody");

    @ArchTest
    static final ArchRule partsOfTheWindowKnowOnlyThoseBelow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("window")
            .definedBy("loralei.gui")
            .layer("queue")
            .definedBy("loralei.gui.queue")
            .layer("tryit")
            .definedBy("loralei.gui.tryit")
            .layer("tools")
            .definedBy("loralei.gui.tools")
            .layer("entry")
            .definedBy("loralei.gui.entry")
            .layer("demo")
            .definedBy("loralei.gui.demo")
            .layer("run")
            .definedBy("loralei.gui.run")
            .layer("grid")
            .definedBy("loralei.gui.grid")
            .layer("check")
            .definedBy("loralei.gui.check")
            .layer("form")
            .definedBy("loralei.gui.form")
            .layer("concepts")
            .definedBy("loralei.gui.concepts")
            .layer("preset")
            .definedBy("loralei.gui.preset")
            .layer("state")
            .definedBy("loralei.gui.state")
            .layer("error")
            .definedBy("loralei.gui.error")
            .layer("widget")
            .definedBy("loralei.gui.widget")
            .whereLayer("window")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("queue")
            .mayOnlyAccessLayers("run", "state", "error", "widget")
            .whereLayer("tryit")
            .mayOnlyAccessLayers("entry", "form", "state", "error", "widget")
            .whereLayer("tools")
            .mayOnlyAccessLayers("entry", "form", "state", "error", "widget")
            .whereLayer("entry")
            .mayOnlyAccessLayers("form", "state", "widget")
            .whereLayer("demo")
            .mayOnlyAccessLayers("run", "error", "widget")
            .whereLayer("check")
            .mayOnlyAccessLayers("form", "error", "widget")
            .whereLayer("run")
            .mayOnlyAccessLayers("error", "widget")
            .whereLayer("grid")
            .mayOnlyAccessLayers("error", "widget")
            .whereLayer("form")
            .mayOnlyAccessLayers("error", "widget")
            .whereLayer("concepts")
            .mayOnlyAccessLayers("form", "error", "widget")
            .whereLayer("preset")
            .mayOnlyAccessLayers("error", "widget")
            .whereLayer("state")
            .mayNotAccessAnyLayer()
            .whereLayer("error")
            .mayOnlyAccessLayers("widget")
            .whereLayer("widget")
            .mayNotAccessAnyLayer()
            .because(
                    "form, presets, run, grid and queue are put together by the window, and each can be shown, tested and"
                            + " changed without the others");

    @ArchTest
    static final ArchRule jsonIsReadInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("loralei.config.JsonText")
            .should()
            .callConstructor(ObjectMapper.class)
            .because("JsonText knows byte-order marks and the numbers of Python, and a mapper of one's own does not");

    /** Not toDouble: what stands for "to do" ends there, or goes on with a capital letter. */
    @ArchTest
    static final ArchRule nothingIsLeftToDo = members()
            .should()
            .haveNameNotMatching(".*([tT]odo|[tT]oDo|TODO)(?![a-z]).*")
            .because("what is left to do belongs into an issue, not into a name");

    private static ArchRule knownOnlyTo(String layer, boolean entryToo, String... users) {
        String[] all = Stream.concat(Stream.of(layer), Stream.of(users)).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage("loralei." + layer + "..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(packages(entryToo, all))
                .allowEmptyShould(true);
    }

    private static String[] packages(boolean entryToo, String... layers) {
        Stream<String> entry = entryToo ? Stream.of(ENTRY) : Stream.empty();
        return Stream.concat(entry, Stream.of(layers).map(layer -> "loralei." + layer + ".."))
                .toArray(String[]::new);
    }
}
