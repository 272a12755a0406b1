package loralei.gui.text;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the program says by {@code Words.say}, as the JDK's own compiler reads its sources. The command line is left out:
 * it speaks English.
 *
 * @param patterns each that has a word of a language in it
 * @param hidden where something is said that cannot be read from the sources, and so is never translated
 */
record SaidInSources(NavigableSet<String> patterns, List<String> hidden) {
    private static final Pattern NO_WORD = Pattern.compile("(\\{\\d}|[^\\p{L}])*");

    static SaidInSources under(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return of(files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(folder.resolve(Path.of("loralei", "cli"))))
                    .toList());
        }
    }

    static SaidInSources of(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SaidInSources said = new SaidInSources(new TreeSet<>(), new ArrayList<>());
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            Trees trees = Trees.instance(task);
            task.parse().forEach(unit -> said.new Reader(unit, trees).scan(unit, null));
        }
        return said;
    }

    private static boolean isWord(String text) {
        return !NO_WORD.matcher(text).matches();
    }

    /** One source file. */
    private final class Reader extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;

        Reader(CompilationUnitTree unit, Trees trees) {
            this.unit = unit;
            this.trees = trees;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
            String method = call.getMethodSelect().toString();
            if (method.equals("say") || method.equals("Words.say")) {
                said(call);
            } else if (method.equals("Words.text") || method.equals("Words.joined")) {
                literal(call.getArguments().get(0))
                        .filter(SaidInSources::isWord)
                        .ifPresent(word -> hide(call, "is said in English only"));
            }
            return super.visitMethodInvocation(call, null);
        }

        private void said(MethodInvocationTree call) {
            Optional<String> pattern = literal(call.getArguments().get(0));
            if (pattern.isEmpty()) {
                hide(call, "is not a literal");
            }
            pattern.filter(SaidInSources::isWord).ifPresent(patterns::add);
        }

        private void hide(Tree call, String why) {
            long line =
                    unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, call));
            hidden.add(unit.getSourceFile().getName() + ":" + line + " " + why);
        }
    }

    /** A text that stands there, in one piece or in several with a plus between them. */
    private static Optional<String> literal(ExpressionTree expression) {
        if (expression instanceof LiteralTree literal && literal.getValue() instanceof String text) {
            return Optional.of(text);
        }
        if (expression instanceof ParenthesizedTree inner) {
            return literal(inner.getExpression());
        }
        if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            return literal(sum.getLeftOperand())
                    .flatMap(left -> literal(sum.getRightOperand()).map(left::concat));
        }
        return Optional.empty();
    }
}
