package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.Places;

/** Where base models lie in the folders of other programs. */
final class ModelFolders {
    /** In ComfyUI, in A1111 and Forge: in the program's folder, in its {@code models}. */
    private static final List<String> CHECKPOINTS =
            List.of("checkpoints", "Stable-diffusion", "unet", "diffusion_models");

    private static final String MODELS = "models";
    private static final String MORE_PATHS = "extra_model_paths.yaml";
    private static final long LONGEST_YAML = 1 << 20;
    private static final Pattern KEY = Pattern.compile("(\\s*)([\\w-]+)\\s*:\\s*(.*?)\\s*");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*$");

    private ModelFolders() {}

    /**
     * Where to look in a folder.
     *
     * @param named a program's folder, its folder {@code models}, one of Hugging Face's cache, or any other
     */
    static Set<Path> in(Path named) {
        Set<Path> found = new LinkedHashSet<>();
        Path program = named.endsWith(MODELS) && hasCheckpoints(named) ? named.resolveSibling("") : named;
        Path models = named.endsWith(MODELS) ? named : named.resolve(MODELS);
        if (hasCheckpoints(models)) {
            CHECKPOINTS.stream().map(models::resolve).filter(Files::isDirectory).forEach(found::add);
        }
        found.addAll(morePaths(program.resolve(MORE_PATHS)));
        if (found.isEmpty()) {
            Path hub = named.resolve("hub");
            found.add(Files.isDirectory(hub) ? hub : named);
        }
        return found;
    }

    private static boolean hasCheckpoints(Path models) {
        return CHECKPOINTS.stream().limit(2).map(models::resolve).anyMatch(Files::isDirectory);
    }

    /** The folders that ComfyUI was told of: a {@code base_path} in each block, and paths that count from there. */
    static List<Path> morePaths(Path yaml) {
        List<Path> found = new ArrayList<>();
        try {
            if (!Files.isRegularFile(yaml) || Files.size(yaml) > LONGEST_YAML) {
                return found;
            }
            Path base = yaml.toAbsolutePath().getParent();
            List<String> relative = new ArrayList<>();
            int listedBehind = -1;
            for (String raw : Files.readAllLines(yaml)) {
                String line = COMMENT.matcher(raw).replaceFirst("");
                Matcher key = KEY.matcher(line);
                int indent = line.length() - line.stripLeading().length();
                if (listedBehind >= 0 && indent > listedBehind && !line.isBlank()) {
                    relative.add(line.strip().replaceFirst("^- *", ""));
                } else if (key.matches()) {
                    listedBehind = -1;
                    String value = key.group(3).replaceAll("^[\"']|[\"']$", "");
                    if (indent == 0) { // a block begins
                        resolve(base, relative, found);
                        base = yaml.toAbsolutePath().getParent();
                    } else if (key.group(2).equals("base_path")) {
                        base = base.resolve(Places.of(value));
                    } else if (CHECKPOINTS.contains(key.group(2))) {
                        listedBehind = value.isEmpty() || value.startsWith("|") ? indent : -1;
                        relative.addAll(listedBehind < 0 ? List.of(value) : List.of());
                    }
                }
            }
            resolve(base, relative, found);
        } catch (IOException | InvalidPathException unreadable) {
            return found;
        }
        return found;
    }

    private static void resolve(Path base, List<String> relative, List<Path> found) {
        for (String path : relative) {
            Path folder = base.resolve(path).normalize();
            if (Files.isDirectory(folder)) {
                found.add(folder);
            }
        }
        relative.clear();
    }
}
