package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// locate returns the directory that out means, which may not exist yet, and refuses what can never be replaced. Parents
// are created; symbolic links are followed, so that the target is replaced and the link stays.
func locate(out string) (string, error) {
	if out == "" {
		return "", &RefusedError{`""`, "it has no name"}
	}
	dir, err := follow(out)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", out, err)
	}
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return dir, nil
	}
	if err != nil {
		return "", err
	}
	mounted, err := mountPoint(dir)
	if err != nil {
		return "", err
	}
	switch {
	case !info.IsDir():
		return "", &RefusedError{out, "it is not a directory"}
	case filepath.Dir(dir) == dir:
		return "", &RefusedError{out, "it is the root of the file system"}
	case mounted:
		return "", &RefusedError{out, "it is a mount point, which cannot be replaced; name a directory inside it"}
	case holdsWorkingDir(info):
		return "", &RefusedError{out, "it is, or holds, the working directory, which would be pulled from under it"}
	}
	return dir, nil
}

// follow returns the path of out with no symbolic link in it, the last element included, whether or not that exists.
func follow(out string) (string, error) {
	path, err := filepath.Abs(out)
	if err != nil {
		return "", err
	}
	for range 40 {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", err
		}
		parent, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return "", err
		}
		path = filepath.Join(parent, filepath.Base(path))
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		if info.Mode().Type() != fs.ModeSymlink {
			return path, nil
		}
		target, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(parent, target)
		}
		path = filepath.Clean(target)
	}
	return "", errors.New("too many symbolic links")
}

// holdsWorkingDir reports whether the directory is the working directory or one above it.
func holdsWorkingDir(dir fs.FileInfo) bool {
	wd, err := os.Getwd()
	if err != nil {
		return false
	}
	wd, err = filepath.EvalSymlinks(wd)
	if err != nil {
		return false
	}
	for {
		if info, err := os.Stat(wd); err == nil && os.SameFile(info, dir) {
			return true
		}
		parent := filepath.Dir(wd)
		if parent == wd {
			return false
		}
		wd = parent
	}
}

// inspect returns the files in a directory that may be replaced, and refuses any other. A missing directory may.
func inspect(out, dir string) (map[string]bool, error) {
	if !exists(dir) {
		return nil, nil
	}
	named, err := readManifest(out, dir)
	if err != nil {
		return nil, err
	}
	return list(out, dir, named)
}

// list returns the files in a directory. A file that is neither named nor one of the two that every site may have is
// foreign, as is all that is no regular file; the first one refuses the directory. Empty folders do not matter.
func list(out, dir string, named map[string]bool) (map[string]bool, error) {
	files := make(map[string]bool, len(named)+2)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		path := filepath.ToSlash(name[len(dir)+1:])
		if d.IsDir() {
			mounted, err := mountPoint(name)
			if mounted {
				return &RefusedError{out, fmt.Sprintf("its folder %s is a mount point", path)}
			}
			return err
		}
		if !d.Type().IsRegular() {
			return &RefusedError{out, fmt.Sprintf("it holds %s, which is not a regular file and so not from a build", path)}
		}
		files[path] = true
		switch {
		case named[path] || path == manifestName || path == gitignoreName:
			return nil
		case named == nil:
			return &RefusedError{out, fmt.Sprintf("it holds %s, and no %s that shows it to be a site", path, manifestName)}
		default:
			return &RefusedError{out, fmt.Sprintf("it holds %s, which its %s does not name", path, manifestName)}
		}
	})
	if err != nil {
		return nil, err
	}
	return files, nil
}

// exists reports whether there is anything of that name.
func exists(name string) bool {
	_, err := os.Lstat(name)
	return !errors.Is(err, fs.ErrNotExist)
}
