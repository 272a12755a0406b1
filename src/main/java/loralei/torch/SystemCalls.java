package loralei.torch;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be asked of the system itself before libtorch is loaded, since Java has no call for it. */
final class SystemCalls {
    private static final Logger LOG = LoggerFactory.getLogger(SystemCalls.class);

    /** RTLD_LAZY of dlfcn.h, without RTLD_GLOBAL, so that its symbols get in nobody's way. */
    private static final int LAZY = 1;

    /** MADV_DONTNEED of mman.h. */
    private static final int DONT_NEED = 4;

    private SystemCalls() {}

    /** Whether the loader of Linux finds a library by its name, as in libm.so.6, and can load it. */
    static boolean hasLibrary(String name) {
        NativeLibrary process = NativeLibrary.getProcess(); // JNA's own loading takes only names that begin with lib
        Pointer library = process.getFunction("dlopen").invokePointer(new Object[] {name, LAZY});
        if (library == null) {
            return false;
        }
        process.getFunction("dlclose").invokeInt(new Object[] {library});
        return true;
    }

    /** Whether {@link #letGo} does anything. */
    static boolean letsGoOfMaps() {
        return Platform.current().system().equals("linux");
    }

    /**
     * Takes a mapped piece of a file out of this process's memory long before Java does so. Whoever reads it again gets it
     * from the file.
     */
    static void letGo(ByteBuffer map) {
        if (letsGoOfMaps() && map.hasRemaining()) {
            NativeLibrary process = NativeLibrary.getProcess();
            int page = process.getFunction("getpagesize").invokeInt(new Object[0]);
            long address = Pointer.nativeValue(Native.getDirectBufferPointer(map));
            long before = address % page; // of the same map, for those begin with a page
            Object[] range = {new Pointer(address - before), before + map.remaining(), DONT_NEED};
            process.getFunction("madvise").invokeInt(range);
        }
    }

    /** Sets an environment variable of this process for native code that asks for it later; Java itself does not see it. */
    static void setVariable(String name, String value) {
        try {
            if (Platform.current().isWindows()) {
                kernel32("SetEnvironmentVariableW").invokeInt(new Object[] {new WString(name), new WString(value)});
            } else {
                NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {name, value, 1});
            }
        } catch (LinkageError e) {
            LOG.warn("The environment variable {} cannot be set to {}", name, value, e);
        }
    }

    /** Windows looks for the libraries that a library needs in PATH, unless it is told of a folder. */
    static void searchIn(Path folder) {
        if (!Platform.current().isWindows()) {
            return;
        }
        try {
            kernel32("SetDllDirectoryW").invokeInt(new Object[] {new WString(folder.toString())});
        } catch (LinkageError e) {
            LOG.warn("Windows cannot be told to look for libraries in {}", folder, e);
        }
    }

    private static Function kernel32(String name) {
        return NativeLibrary.getInstance("kernel32").getFunction(name);
    }
}
