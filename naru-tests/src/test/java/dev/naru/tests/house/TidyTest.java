package dev.naru.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Looks at the sources as text: files and methods that outgrow a reader's head, packages without a story, links that lead nowhere.
 * What may be longer is named in {@link Exceptions}, one list for everybody to see.
 */
class TidyTest {
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 70;

    /** A line at the depth of a member, or of a member of a nested type, that begins with a modifier or a type. */
    private static final Pattern METHOD_START = Pattern.compile(
            "^(?: {4}| {8})(?:public|private|protected|static|final|void|int|long|boolean|[A-Z<])[^=;>]*"
                    + "(?:<.*>[^=;]*)?\\(.*\\{$");

    private static final Pattern TODO = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#[0-9]+\\))");
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.$}])/(home|root|work|tmp/naru|Users)/\\w+");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern NOT_OURS = Pattern.compile("(^|.*/)(target|node_modules|\\.git|data|\\.naru)(/.*|$)");

    private static final Path ROOT =
            Path.of(System.getProperty("naru.root", ".")).toAbsolutePath().normalize();

    @Test
    void filesFitInTheHead() throws IOException {
        assertThat(javaSources())
                .filteredOn(file -> !Exceptions.LONG_FILES.contains(name(file)))
                .allSatisfy(file -> assertThat(Files.readAllLines(file).size())
                        .as("%s: lines", file)
                        .isLessThanOrEqualTo(FILE_LINES_MAX));
    }

    @Test
    void methodsFitOnScreen() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : javaSources()) {
            if (!Exceptions.FILES_WITH_LONG_METHODS.contains(name(file))) {
                tooLong.addAll(longMethodsOf(file));
            }
        }
        assertThat(tooLong)
                .as("methods of more than %s lines", METHOD_LINES_MAX)
                .isEmpty();
    }

    @Test
    void everyPackageTellsItsStory() throws IOException {
        Set<Path> packages = new TreeSet<>();
        for (Path file : javaSources()) {
            if (file.toString().contains("/src/main/java/")) {
                packages.add(file.getParent());
            }
        }
        assertThat(packages)
                .filteredOn(directory -> !Files.exists(directory.resolve("package-info.java")))
                .as("packages without package-info.java")
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        assertThat(javaSources())
                .filteredOn(file -> name(file).equals("package-info.java")
                        && file.toString().contains("/src/main/java/"))
                .allSatisfy(file ->
                        assertThat(Files.readString(file)).as("%s", file).contains("@NullMarked"));
    }

    @Test
    void linksInDocumentsResolve() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : files(".md")) {
            Matcher links = LINK.matcher(Files.readString(document));
            while (links.find()) {
                String target = links.group(1);
                if (!target.contains(":")
                        && !Files.exists(document.resolveSibling(target).normalize())) {
                    broken.add(ROOT.relativize(document) + " -> " + target);
                }
            }
        }
        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    @Test
    void nothingIsLeftUndoneWithoutAnIssue() throws IOException {
        assertThat(linesWith(TODO)).as("TODO without an issue, as in TODO(#12)").isEmpty();
    }

    @Test
    void noMachineIsNamed() throws IOException {
        assertThat(linesWith(MACHINE_PATH)).as("paths of somebody's machine").isEmpty();
    }

    /** Counts from a line that opens a block at the depth of a member to the brace that closes it. */
    private static List<String> longMethodsOf(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> tooLong = new ArrayList<>();
        for (int start = 0; start < lines.size(); start++) {
            String line = lines.get(start);
            if (METHOD_START.matcher(line).matches() && !line.contains("->") && !line.contains(" record ")) {
                String end =
                        line.substring(0, line.length() - line.stripLeading().length()) + "}";
                int length = lines.subList(start, lines.size()).indexOf(end);
                if (length > METHOD_LINES_MAX) {
                    tooLong.add(
                            ROOT.relativize(file) + ":" + (start + 1) + " has " + length + " lines: " + line.strip());
                }
            }
        }
        return tooLong;
    }

    private static List<String> linesWith(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(".java", ".md", ".xml", ".properties", ".py", ".js", ".sh")) {
            if (name(file).equals("TidyTest.java")) {
                continue;
            }
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1) + ": "
                            + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> javaSources() throws IOException {
        return files(".java");
    }

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(Files::isRegularFile)
                    .filter(file ->
                            !NOT_OURS.matcher(ROOT.relativize(file).toString()).matches())
                    .filter(file ->
                            Stream.of(endings).anyMatch(ending -> name(file).endsWith(ending)))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** The one visible list. */
    private static final class Exceptions {
        static final Set<String> LONG_FILES = Set.of();
        static final Set<String> FILES_WITH_LONG_METHODS = Set.of();
    }
}
